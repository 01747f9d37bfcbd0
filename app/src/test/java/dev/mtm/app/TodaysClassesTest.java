package dev.mtm.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TodaysClassesTest {
    private static final ClassFile FORMAT = ClassFile.of(ClassHierarchyResolverOption.of(
            ClassHierarchyResolver.ofResourceParsing(CommandLine.class.getClassLoader())));

    @Test
    void writesEveryOldClassInANewerFormThatTheVerifierAccepts(@TempDir Path folder) throws Exception {
        Path library = library(CommandLine.class);
        Path copy = folder.resolve("classes.jar");
        TodaysClasses.copy(List.of(library), copy);
        try (ZipFile old = new ZipFile(library.toFile());
                ZipFile fresh = new ZipFile(copy.toFile())) {
            for (ZipEntry entry : Collections.list(old.entries())) {
                if (entry.getName().endsWith(".class")) {
                    ClassModel before = FORMAT.parse(old.getInputStream(entry).readAllBytes());
                    if (before.majorVersion() >= ClassFile.JAVA_6_VERSION) {
                        continue;
                    }
                    ClassModel after = FORMAT.parse(fresh.getInputStream(entry).readAllBytes());
                    assertThat(after.majorVersion()).isEqualTo(ClassFile.JAVA_8_VERSION);
                    assertThat(after.methods()).hasSameSizeAs(before.methods());
                    assertThat(FORMAT.verify(after)).isEmpty();
                }
            }
        }
    }

    @Test
    void leavesClassesOutThatAreNewEnough(@TempDir Path folder) throws Exception {
        Path copy = folder.resolve("classes.jar");
        TodaysClasses.copy(List.of(library(Test.class)), copy);
        assertThat(entries(copy)).isEmpty();
    }

    private static List<? extends ZipEntry> entries(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return Collections.list(file.entries());
        }
    }

    private static Path library(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
