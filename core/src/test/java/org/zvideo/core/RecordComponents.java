package org.zvideo.core;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;
import org.zvideo.core.diffusion.MemorySaving;

/** The values of a record and of the records in it, by their paths: one that a test does not expect shows up too. */
final class RecordComponents {
    private RecordComponents() {}

    static Map<String, Object> of(Record record) throws ReflectiveOperationException {
        Map<String, Object> values = new TreeMap<>();
        put("", record, values);
        return values;
    }

    private static void put(String prefix, Record record, Map<String, Object> into)
            throws ReflectiveOperationException {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = component.getAccessor().invoke(record);
            if (value instanceof Record nested && !(value instanceof MemorySaving)) {
                put(prefix + component.getName() + ".", nested, into);
            } else {
                into.put(prefix + component.getName(), value);
            }
        }
    }
}
