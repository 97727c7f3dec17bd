package scheduler;

import module java.base;
import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Location;
import com.sun.jdi.Method;

/** The lines of a class that are shown, by their numbers. */
final class Source {
    private static final Pattern TYPE = Pattern.compile("(final |public |sealed )*(class|interface) .*");

    private Source() {}

    /** A file of a stage, from its class on. */
    static SortedMap<Integer, String> of(Path file) throws IOException {
        var lines = numbered(Files.readAllLines(file));
        return lines.tailMap(lines.keySet().stream().filter(it -> TYPE.matcher(lines.get(it)).matches()).findFirst()
                .orElse(1));
    }

    /** A method of the JDK; its lines are but numbers if the JDK came without its source, lib/src.zip. */
    static SortedMap<Integer, String> of(Method method, List<Location> at) throws IOException {
        int first = at.stream().mapToInt(Location::lineNumber).min().orElseThrow();
        int last = at.stream().mapToInt(Location::lineNumber).max().orElseThrow();
        if (!Files.exists(jdk())) {
            var numbers = new TreeMap<Integer, String>();
            at.forEach(it -> numbers.put(it.lineNumber(), "line " + it.lineNumber()));
            return numbers;
        }
        try (var zip = new ZipFile(jdk().toFile())) {
            String name = method.location().sourcePath().replace(File.separatorChar, '/');
            var entry = zip.getEntry(method.declaringType().module().name() + "/" + name);
            var lines = new BufferedReader(new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8));
            return numbered(lines.lines().toList()).subMap(first - 1, last + 2); // with its head, and with its end
        } catch (AbsentInformationException e) {
            throw new IOException(e);
        }
    }

    /** The source of the JDK that runs both the tool and the server; there need be none. */
    static Path jdk() {
        return Path.of(System.getProperty("java.home"), "lib", "src.zip");
    }

    private static SortedMap<Integer, String> numbered(List<String> lines) {
        var numbered = new TreeMap<Integer, String>();
        lines.forEach(line -> numbered.put(numbered.size() + 1, line));
        return numbered;
    }
}
