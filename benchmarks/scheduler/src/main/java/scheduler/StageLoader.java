package scheduler;

import module java.base;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;

/** Loads a stage's classes, each changed on its way, so that they call a class of the tool. */
public final class StageLoader extends URLClassLoader {
    private final Class<?> called;
    private final Function<ClassModel, ClassTransform> change;

    /** For a folder of classes, which none of the tool's own class path replace. */
    public StageLoader(Path classes, Class<?> called, Function<ClassModel, ClassTransform> change) throws IOException {
        super(new URL[] {classes.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        this.called = called;
        this.change = change;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.equals(called.getName())) {
            return called;
        }
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            var classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                    ClassHierarchyResolver.ofResourceParsing(this).orElse(ClassHierarchyResolver.defaultResolver())));
            var model = classFile.parse(in.readAllBytes());
            byte[] changed = classFile.transformClass(model, change.apply(model));
            return defineClass(name, changed, 0, changed.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
