package scheduler;

import module java.base;

/** Maps, lists and what can stand in them, as JSON. */
final class Json {
    private Json() {}

    static String of(Object value) {
        return switch (value) {
            case null -> "null";
            case Boolean _, Number _ -> value.toString();
            case Map<?, ?> map -> map.entrySet().stream()
                    .map(it -> string(it.getKey().toString()) + ":" + of(it.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
            case Collection<?> all -> all.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
            default -> string(value.toString());
        };
    }

    private static String string(String text) {
        return text.chars().mapToObj(c -> c >= ' ' && c != '"' && c != '\\' ? String.valueOf((char) c)
                : String.format("\\u%04x", c)).collect(Collectors.joining("", "\"", "\""));
    }
}
