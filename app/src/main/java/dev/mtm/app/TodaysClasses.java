package dev.mtm.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes the classes of a library anew that are older than Java 6: the same code in a newer class file, with the
/// stack maps that those have. Java's cache of loaded classes takes no older ones, and picocli's are of Java 5.
final class TodaysClasses {
    /// Java 8: stack maps, and nothing that a class of Java 5 would have to be changed for.
    private static final int NEW = ClassFile.JAVA_8_VERSION;

    private static final ClassTransform NEWER = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen((builder, element) -> {
                if (element instanceof ClassFileVersion) {
                    builder.withVersion(NEW, 0);
                } else {
                    builder.with(element);
                }
            });

    private TodaysClasses() {}

    /// Writes a jar with the old classes of some libraries, and nothing else of them.
    ///
    /// @param libraries on the class path of this process as well, since stack maps name common ancestors
    static void copy(List<Path> libraries, Path to) throws IOException {
        ClassFile format = ClassFile.of(ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(TodaysClasses.class.getClassLoader())
                        .cached()));
        try (OutputStream file = Files.newOutputStream(to);
                ZipOutputStream copy = new ZipOutputStream(file)) {
            for (Path library : libraries) {
                try (ZipFile from = new ZipFile(library.toFile())) {
                    for (ZipEntry entry : Collections.list(from.entries())) {
                        if (entry.getName().endsWith(".class")) {
                            copy(format, from, entry, copy);
                        }
                    }
                }
            }
        }
    }

    private static void copy(ClassFile format, ZipFile from, ZipEntry entry, ZipOutputStream to) throws IOException {
        ClassModel type;
        try (InputStream in = from.getInputStream(entry)) {
            type = format.parse(in.readAllBytes());
        }
        if (type.majorVersion() < ClassFile.JAVA_6_VERSION) {
            to.putNextEntry(new ZipEntry(entry.getName()));
            to.write(format.transformClass(type, NEWER));
            to.closeEntry();
        }
    }
}
