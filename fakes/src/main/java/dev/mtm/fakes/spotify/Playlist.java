package dev.mtm.fakes.spotify;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// A playlist as it is now.
///
/// @param version grows with every change
/// @param description empty for none
public record Playlist(
        String id,
        User owner,
        String name,
        String description,
        boolean open,
        boolean collaborative,
        List<Item> items,
        int version) {
    public Playlist {
        items = List.copyOf(items);
    }

    /// A track at its place.
    public record Item(Track track, Instant addedAt) {}

    public List<String> uris() {
        return items.stream().map(item -> item.track().uri()).toList();
    }

    /// Names this version of this playlist.
    String snapshotId() {
        return snapshotId(version);
    }

    String snapshotId(int version) {
        byte[] name = ByteBuffer.allocate(24)
                .putInt(version)
                .putInt(id.hashCode())
                .putInt(31 * id.hashCode() + version)
                .putLong(7919L * id.hashCode() * version)
                .putInt(version ^ id.hashCode())
                .array();
        return Base64.getEncoder().encodeToString(name);
    }

    boolean hadSnapshot(String snapshotId) {
        for (int i = 1; i <= version; i++) {
            if (snapshotId(i).equals(snapshotId)) {
                return true;
            }
        }
        return false;
    }

    Playlist withItems(List<Item> changed) {
        return new Playlist(id, owner, name, description, open, collaborative, changed, version + 1);
    }
}
