package dev.mtm.question;

import dev.mtm.problem.ErrorCode;
import dev.mtm.problem.MtmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The listener's own questions: files in a folder of theirs, as they are written and changed.
public final class OwnQuestions {
    private final Path folder;

    /// @param folder it need not exist
    public OwnQuestions(Path folder) {
        this.folder = folder;
    }

    /// A question as its text would be, without keeping it.
    ///
    /// @throws MtmException when it is none, saying where it breaks the grammar
    public static Question read(String name, String text) {
        return Question.parse(name, text.endsWith("\n") ? text : text + "\n", true);
    }

    /// The text of a question.
    ///
    /// @throws MtmException when there is none of that name
    public String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (NoSuchFileException e) {
            throw new MtmException(
                    ErrorCode.NOT_FOUND, "you have no question of this name", name, "`mtm ask` lists them all.", e);
        } catch (IOException e) {
            throw untouchable(name, e);
        }
    }

    /// Keeps a question, in the place of one of the same name if there is one.
    ///
    /// @throws MtmException when the name or the text will not do; what was kept before stays
    public void keep(String name, String text) {
        Path file = file(name);
        read(name, text);
        try {
            Files.createDirectories(folder);
            Path beside = Files.createTempFile(folder, name, ".part");
            try {
                Files.writeString(beside, text.replace("\r\n", "\n").strip() + "\n");
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw untouchable(name, e);
        }
    }

    /// Removes a question.
    ///
    /// @throws MtmException when there is none of that name
    public void remove(String name) {
        text(name);
        try {
            Files.delete(file(name));
        } catch (IOException e) {
            throw untouchable(name, e);
        }
    }

    private Path file(String name) {
        Questions.requireOwnName(name);
        return folder.resolve(name + Questions.ENDING);
    }

    private MtmException untouchable(String name, IOException e) {
        return new MtmException(
                ErrorCode.READ_ONLY,
                "the file of this question cannot be read or written (" + e.getMessage() + ")",
                folder.resolve(name + Questions.ENDING).toString(),
                "Nothing was changed. Check the permissions of the folder.",
                e);
    }
}
