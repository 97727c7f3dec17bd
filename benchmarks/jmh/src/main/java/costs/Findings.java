package costs;

import module java.base;

import costs.Figure.At;
import costs.Figure.Of;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** All that one run of {@link Costs} has found; what is written as JSON, and enough to draw and write all again. */
record Findings(Machine machine, Effort effort, double minutes, List<Figure> figures, List<String> failures) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    Findings(Effort effort) {
        this(Machine.here(), effort, 0, new ArrayList<>(), new ArrayList<>());
    }

    static Findings read(Path json) {
        return JSON.readValue(json, Findings.class);
    }

    void write(Path json) {
        JSON.writeValue(json, this);
    }

    Findings after(double minutes) {
        return new Findings(machine, effort, minutes, figures, failures);
    }

    void add(Of of, String who, At at, int round, double value) {
        var figure = figure(of, who, at).orElseGet(() -> {
            figures.add(new Figure(of, who, at, new TreeMap<>()));
            return figures.getLast();
        });
        Double other = figure.values().putIfAbsent(round, value);
        if (other != null) {
            throw new IllegalStateException("two values of %s in round %d: %s and %s, in %s at %s"
                    .formatted(who, round, other, value, of.unit, at));
        }
    }

    Optional<Figure> figure(Of of, String who, At at) {
        return figures.stream()
                .filter(figure -> figure.of() == of && figure.who().equals(who) && figure.at().equals(at))
                .findFirst();
    }
}
