package org.zvideo.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.bytedeco.pytorch.Tensor;
import org.zvideo.core.weights.Safetensors;

/** The inputs of a golden case: its kind, parameters and tensors by name. */
record GoldenCase(JsonNode description, Safetensors file) {
    String kind() {
        return description.get("kind").asText();
    }

    JsonNode parameters() {
        return description.get("params");
    }

    boolean has(String name) {
        return description.get("tensors").path(name).path("role").asText().equals("input");
    }

    Tensor input(String name) {
        if (!has(name)) {
            throw new IllegalArgumentException("the case has no input " + name);
        }
        return file.read(name);
    }

    /** name0, name1, … as a list. */
    List<Tensor> numbered(String name) {
        List<Tensor> found = new ArrayList<>();
        while (has(name + found.size())) {
            found.add(input(name + found.size()));
        }
        return found;
    }

    int[] integers(String name) {
        return StreamSupport.stream(parameters().get(name).spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    double[] lambdas() {
        return parameters().has("lambdas")
                ? StreamSupport.stream(parameters().get("lambdas").spliterator(), false)
                        .mapToDouble(JsonNode::asDouble)
                        .toArray()
                : new double[] {1.2};
    }

    List<String> texts(String name) {
        return StreamSupport.stream(parameters().path(name).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
