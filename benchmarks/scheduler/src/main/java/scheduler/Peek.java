package scheduler;

import module java.base;
import com.sun.jdi.ArrayReference;
import com.sun.jdi.IntegerValue;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.StringReference;
import com.sun.jdi.Value;

/** Reads the objects of another JVM by their fields, so that nothing has to run there. */
final class Peek {
    private Peek() {}

    /** The field's value; null if that is null or there is no such field. */
    static Value field(Value of, String name) {
        if (of == null) {
            return null;
        }
        var object = (ObjectReference) of;
        var field = object.referenceType().fieldByName(name);
        return field == null ? null : object.getValue(field);
    }

    static ObjectReference object(Value of, String name) {
        return (ObjectReference) field(of, name);
    }

    static int number(Value of, String name) {
        return field(of, name) instanceof IntegerValue number ? number.value() : 0;
    }

    /** A string, or an integer in its box, as a string. */
    static String text(Value value) {
        return switch (value) {
            case null -> null;
            case StringReference string -> string.value();
            case IntegerValue number -> String.valueOf(number.value());
            case ObjectReference box -> text(field(box, "value"));
            default -> value.toString();
        };
    }

    /** The entries of a map, in the order in which its iterator would give them. */
    static List<Map.Entry<Value, Value>> entries(ObjectReference map) {
        var entries = new ArrayList<Map.Entry<Value, Value>>();
        if (map == null) {
            return entries;
        }
        switch (map.referenceType().name()) {
            case "java.util.TreeMap" -> walk(field(map, "root"), entries);
            case "java.util.LinkedHashMap" -> follow(field(map, "head"), "after", entries);
            case "java.util.Collections$SynchronizedMap" -> entries.addAll(entries(object(map, "m")));
            default -> { // HashMap, ConcurrentHashMap
                if (field(map, "table") instanceof ArrayReference table) {
                    table.getValues().forEach(first -> follow(first, "next", entries));
                }
            }
        }
        return entries;
    }

    private static void follow(Value first, String next, List<Map.Entry<Value, Value>> entries) {
        for (Value node = first; node != null; node = field(node, next)) {
            Value value = field(node, "value");
            entries.add(new AbstractMap.SimpleEntry<>(field(node, "key"), value == null ? field(node, "val") : value));
        }
    }

    private static void walk(Value node, List<Map.Entry<Value, Value>> entries) {
        if (node != null) {
            walk(field(node, "left"), entries);
            entries.add(new AbstractMap.SimpleEntry<>(field(node, "key"), field(node, "value")));
            walk(field(node, "right"), entries);
        }
    }

    /** How many an ArrayList, ArrayDeque or CopyOnWriteArrayList holds. */
    static int size(ObjectReference list) {
        if (field(list, "array") instanceof ArrayReference array) {
            return array.length();
        }
        int capacity = field(list, "elements") instanceof ArrayReference elements ? elements.length() : 1;
        int span = number(list, "tail") - number(list, "head");
        return number(list, "size") + (span < 0 ? span + capacity : span);
    }
}
