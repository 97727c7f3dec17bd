package chat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds what isn't made for many threads. A run that goes wrong is too rare to wait for. */
final class PlainCollections {
    private PlainCollections() {}

    /** The collections in the room's fields, by the names of the fields. */
    static Map<String, Object> in(ChatRoom room) throws ReflectiveOperationException {
        var found = new LinkedHashMap<String, Object>();
        for (var field : ChatRoom.class.getDeclaredFields()) {
            field.setAccessible(true);
            Object value = field.get(room);
            if (value instanceof Map || value instanceof Collection) {
                found.put(field.getName(), value);
            }
        }
        return found;
    }

    static boolean isPlain(Object collection) {
        return Stream.of(HashMap.class, TreeMap.class, HashSet.class, TreeSet.class, ArrayList.class, LinkedList.class)
                .anyMatch(type -> type.isInstance(collection));
    }

    static boolean has(Object collection, String name) {
        return (collection instanceof Map<?, ?> map ? map.keySet() : (Collection<?>) collection).contains(name);
    }
}
