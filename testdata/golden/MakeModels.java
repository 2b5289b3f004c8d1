import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Makes the golden models that hold the weights of tiny-null again: in one file, in the original names, in 16 bits, or as another
 * family has them. They
 * were written by Python once; here each is put together again to the same bytes, which the SHA-256 in models/made.txt
 * proves, so that the repository holds the weights once. Motion modules are random: the names of their tensors decide the
 * numbers.
 *
 * <p>Run by the build before the tests: {@code java MakeModels.java}. Needs nothing but a JDK.
 */
public final class MakeModels {
    private static final Pattern ENTRY = Pattern.compile(
            "\"([^\"]+)\":\\{\"dtype\":\"(\\w+)\",\"shape\":\\[([\\d,]*)\\],\"data_offsets\":\\[(\\d+),(\\d+)\\]\\}");

    /** Channels of tiny-null's levels. */
    private static final int[] WIDTHS = {32, 40, 48, 48};

    private final Path models;

    private MakeModels(Path models) {
        this.models = models;
    }

    /** A tensor as it is stored. */
    private record Stored(String dtype, String shape, ByteBuffer data) {
        int itemSize() {
            return dtype.endsWith("64") ? 8 : dtype.endsWith("32") ? 4 : 2;
        }
    }

    public static void main(String[] arguments) throws Exception {
        new MakeModels(Path.of(arguments.length == 0 ? "testdata/golden/models" : arguments[0])).run();
    }

    private void run() throws Exception {
        for (String line : Files.readAllLines(models.resolve("made.txt"))) {
            String[] parts = line.split("\\s+");
            Path file = models.resolve(parts[1]);
            if (Files.exists(file) && hash(Files.readAllBytes(file)).equals(parts[0])) {
                continue;
            }
            byte[] bytes = write(tensors(parts[1]));
            if (!hash(bytes).equals(parts[0])) {
                throw new IllegalStateException(file + ": does not come out as it was; git status shows what changed");
            }
            Files.createDirectories(file.getParent());
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.write(part, bytes);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Map<String, Stored> tensors(String name) throws IOException {
        switch (name) {
            case "tiny-ldm.safetensors":
                return original();
            case "tiny-sd2-ldm.safetensors":
                return secondOriginal();
            case "tiny-sd2/unet/diffusion_pytorch_model.safetensors":
                return secondUnet();
            case "tiny-sd2/text_encoder/model.safetensors":
                return secondText();
            case "tiny-exchanged/unet/diffusion_pytorch_model.safetensors":
                return exchanged();
            default:
        }
        if (name.startsWith("tiny-taesd-original/")) {
            return originalHalf(name.replaceAll(".*_|\\.safetensors", ""));
        }
        if (name.startsWith("tiny-motion")) {
            return motion(name);
        }
        Map<String, Stored> tensors = name.contains("/vae/") ? read("tiny-null/vae/diffusion_pytorch_model.safetensors") : unet();
        String dtype = name.startsWith("tiny-f16") ? "F16" : name.startsWith("tiny-bf16") ? "BF16" : "F32";
        tensors.replaceAll((key, tensor) -> dtype.equals("F32") ? tensor : rounded(tensor, dtype));
        return tensors;
    }

    private Map<String, Stored> unet() throws IOException {
        Map<String, Stored> unet = read("tiny-null/unet/diffusion_pytorch_model-00001-of-00002.safetensors");
        unet.putAll(read("tiny-null/unet/diffusion_pytorch_model-00002-of-00002.safetensors"));
        return unet;
    }

    /** Another U-Net of the same shape: queries and keys of attn1, keys and values of attn2 take each other's place. */
    private Map<String, Stored> exchanged() throws IOException {
        Map<String, Stored> made = new LinkedHashMap<>();
        unet().forEach((name, tensor) -> made.put(
                name.contains(".attn1.to_q.") ? name.replace("to_q", "to_k")
                        : name.contains(".attn1.to_k.") ? name.replace("to_k", "to_q")
                        : name.contains(".attn2.to_k.") ? name.replace("to_k", "to_v")
                        : name.contains(".attn2.to_v.") ? name.replace("to_v", "to_k") : name, tensor));
        return made;
    }

    /** Linear projections, and a context of 24. */
    private Map<String, Stored> secondUnet() throws IOException {
        Map<String, Stored> unet = unet();
        unet.replaceAll((name, tensor) -> name.matches(".*\\.attentions\\..*\\.?proj_(in|out)\\.weight")
                ? new Stored(tensor.dtype, tensor.shape.replace(",1,1", ""), tensor.data)
                : name.contains(".attn2.to_k.") || name.contains(".attn2.to_v.") ? narrowed(tensor, sizes(tensor), 1, 24) : tensor);
        return unet;
    }

    /** The text model at a width of 24. */
    private Map<String, Stored> secondText() throws IOException {
        Map<String, Stored> text = read("tiny/text_encoder/model.safetensors");
        text.replaceAll((name, tensor) -> narrowed(narrowed(tensor, 32, 24), 128, 96));
        return text;
    }

    /** The model of the second generation in one file: the text model as OpenCLIP has it, with one block too many. */
    private Map<String, Stored> secondOriginal() throws IOException {
        Map<String, Stored> made = new LinkedHashMap<>();
        Map<String, Stored> unet = secondUnet();
        Map<String, Stored> vae = read("tiny-null/vae/diffusion_pytorch_model.safetensors");
        for (String line : Files.readAllLines(models.resolve("tiny-ldm.tsv"))) {
            String[] columns = line.split("\t");
            if (columns[1].startsWith("unet/")) {
                made.put(columns[0], unet.get(columns[1].substring(5)));
            } else if (columns[1].startsWith("vae/")) {
                Stored from = vae.get(columns[1].substring(4));
                made.put(columns[0], new Stored(from.dtype, columns.length > 2 ? columns[2] : from.shape, from.data));
            }
        }
        Map<String, Stored> text = new LinkedHashMap<>();
        secondText().forEach((name, tensor) -> text.put(name.replaceFirst("^text_model\\.", ""), tensor));
        String to = "cond_stage_model.model.";
        for (int n = 0; n < 3; n++) {
            String mine = "encoder.layers." + n % 2 + ".";
            String theirs = to + "transformer.resblocks." + n + ".";
            for (String kind : List.of("weight", "bias")) {
                Map.of("layer_norm1", "ln_1", "layer_norm2", "ln_2", "self_attn.out_proj", "attn.out_proj", "mlp.fc1",
                        "mlp.c_fc", "mlp.fc2", "mlp.c_proj").forEach((one, other) ->
                        made.put(theirs + other + "." + kind, text.get(mine + one + "." + kind)));
                made.put(theirs + "attn.in_proj_" + kind, joined(List.of("q", "k", "v").stream()
                        .map(part -> text.get(mine + "self_attn." + part + "_proj." + kind)).toList()));
            }
        }
        made.put(to + "token_embedding.weight", text.get("embeddings.token_embedding.weight"));
        made.put(to + "positional_embedding", text.get("embeddings.position_embedding.weight"));
        made.put(to + "ln_final.weight", text.get("final_layer_norm.weight"));
        made.put(to + "ln_final.bias", text.get("final_layer_norm.bias"));
        made.put(to + "text_projection", text.get("encoder.layers.0.self_attn.q_proj.weight"));
        made.put(to + "logit_scale", new Stored("F32", "",
                text.get("encoder.layers.0.self_attn.q_proj.bias").data.slice(0, 4)));
        made.put(to + "attn_mask", new Stored("F32", "77,77", ByteBuffer.allocate(77 * 77 * 4)));
        return made;
    }

    /** One after the other along their first dimension. */
    private static Stored joined(List<Stored> parts) {
        ByteBuffer data = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.data.remaining()).sum());
        parts.forEach(part -> data.put(part.data.duplicate()));
        String[] shape = parts.get(0).shape.split(",", 2);
        return new Stored(parts.get(0).dtype, parts.size() * Integer.parseInt(shape[0])
                + (shape.length > 1 ? "," + shape[1] : ""), data.flip());
    }

    /** The first elements along each dimension of one size. */
    private static Stored narrowed(Stored tensor, int size, int fewer) {
        int[] shape = sizes(tensor);
        Stored made = tensor;
        for (int d = 0; d < shape.length; d++) {
            if (shape[d] == size) {
                made = narrowed(made, shape, d, fewer);
                shape[d] = fewer;
            }
        }
        return made;
    }

    private static int[] sizes(Stored tensor) {
        return Pattern.compile(",").splitAsStream(tensor.shape).mapToInt(Integer::parseInt).toArray();
    }

    private static Stored narrowed(Stored tensor, int[] shape, int dimension, int fewer) {
        int inner = tensor.itemSize();
        for (int d = dimension + 1; d < shape.length; d++) {
            inner *= shape[d];
        }
        int outer = tensor.data.remaining() / (inner * shape[dimension]);
        ByteBuffer data = ByteBuffer.allocate(outer * fewer * inner);
        for (int n = 0; n < outer; n++) {
            data.put(tensor.data.slice(n * shape[dimension] * inner, fewer * inner));
        }
        int[] narrow = shape.clone();
        narrow[dimension] = fewer;
        return new Stored(tensor.dtype, Arrays.stream(narrow).mapToObj(Integer::toString)
                .collect(Collectors.joining(",")), data.flip());
    }

    /** By the names of the original code, which tiny-ldm.tsv gives for each of ours; a shape stands where it differs. */
    private Map<String, Stored> original() throws IOException {
        Map<String, Map<String, Stored>> parts = Map.of("unet", unet(),
                "vae", read("tiny-null/vae/diffusion_pytorch_model.safetensors"),
                "text", read("tiny/text_encoder/model.safetensors"));
        Map<String, Stored> tensors = read("tiny-ldm-buffers.safetensors");
        for (String line : Files.readAllLines(models.resolve("tiny-ldm.tsv"))) {
            String[] columns = line.split("\t");
            int slash = columns[1].indexOf('/');
            Stored from = parts.get(columns[1].substring(0, slash)).get(columns[1].substring(slash + 1));
            tensors.put(columns[0], new Stored(from.dtype, columns.length > 2 ? columns[2] : from.shape, from.data));
        }
        return tensors;
    }

    /** One half of the tiny autoencoder by the names of its original file, which tiny-taesd.tsv gives for each of diffusers'. */
    private Map<String, Stored> originalHalf(String half) throws IOException {
        Map<String, Stored> both = read("tiny-taesd/diffusion_pytorch_model.safetensors");
        Map<String, Stored> tensors = new LinkedHashMap<>();
        for (String line : Files.readAllLines(models.resolve("tiny-taesd.tsv"))) {
            String[] columns = line.split("\t");
            if (columns[0].equals(half)) {
                tensors.put(columns[1], both.get(columns[2]));
            }
        }
        return tensors;
    }

    /**
     * Random motion modules for tiny-null: of version 2, which has one in the middle, or of version 3. Those of the original
     * names lie in a wrapper, as trainers write them.
     */
    private static Map<String, Stored> motion(String name) {
        boolean original = name.contains("original");
        Map<String, Stored> tensors = new LinkedHashMap<>();
        for (int block = 0; block < WIDTHS.length; block++) {
            for (int layer = 0; layer < 3; layer++) {
                if (layer < 2) {
                    module(tensors, "down_blocks." + block + ".motion_modules." + layer, WIDTHS[block], original);
                }
                module(tensors, "up_blocks." + block + ".motion_modules." + layer, WIDTHS[3 - block], original);
            }
        }
        if (name.contains("v2")) {
            module(tensors, "mid_block.motion_modules.0", WIDTHS[3], original);
        }
        return tensors;
    }

    /** The 27 tensors of a module, or 28 with the original names, which have an encoding for each attention. */
    private static void module(Map<String, Stored> tensors, String place, int width, boolean original) {
        String inner = place + ".transformer_blocks.0.";
        vector(tensors, place + ".norm", width, original);
        matrix(tensors, place + ".proj_in", width, width, 1, original);
        vector(tensors, place + ".proj_in.bias", width, original);
        for (int n = 1; n <= 3; n++) {
            vector(tensors, inner + "norm" + n, width, original);
        }
        for (int n = 1; n <= 2; n++) {
            for (String projection : List.of("to_q", "to_k", "to_v", "to_out.0")) {
                matrix(tensors, inner + "attn" + n + "." + projection, width, width, 1, original);
            }
            vector(tensors, inner + "attn" + n + ".to_out.0.bias", width, original);
        }
        matrix(tensors, inner + "ff.net.0.proj", 8 * width, width, 1, original);
        vector(tensors, inner + "ff.net.0.proj.bias", 8 * width, original);
        matrix(tensors, inner + "ff.net.2", width, 4 * width, 1, original);
        vector(tensors, inner + "ff.net.2.bias", width, original);
        matrix(tensors, place + ".proj_out", width, width, 0.5, original);
        vector(tensors, place + ".proj_out.bias", width, original);
        for (String encoding : original
                ? List.of("attention_blocks.0.pos_encoder", "attention_blocks.1.pos_encoder")
                : List.of("pos_embed")) {
            ByteBuffer positions = ByteBuffer.allocate(4 * 32 * width).order(ByteOrder.LITTLE_ENDIAN);
            for (int n = 0; n < 32 * width; n++) {
                int channel = n % width;
                double angle = n / width * Math.pow(10_000, -(channel - channel % 2) / (double) width);
                positions.putFloat((float) (channel % 2 == 0 ? Math.sin(angle) : Math.cos(angle)));
            }
            String key = (original ? originalName(inner) : inner) + encoding + ".pe";
            tensors.put(key, new Stored("F32", "1,32," + width, positions.flip()));
        }
    }

    /** A bias, or a norm's weight and bias. */
    private static void vector(Map<String, Stored> tensors, String name, int length, boolean original) {
        if (name.endsWith(".bias")) {
            put(tensors, name, Integer.toString(length), length, 0, 0.1, original);
        } else {
            put(tensors, name + ".weight", Integer.toString(length), length, 1, 0.1, original);
            put(tensors, name + ".bias", Integer.toString(length), length, 0, 0.1, original);
        }
    }

    private static void matrix(
            Map<String, Stored> tensors, String name, int out, int in, double gain, boolean original) {
        put(tensors, name + ".weight", out + "," + in, out * in, 0, gain / Math.sqrt(in), original);
    }

    /** Even numbers of that mean and deviation, which the name decides. */
    private static void put(
            Map<String, Stored> tensors,
            String name,
            String shape,
            int count,
            double mean,
            double deviation,
            boolean original) {
        CRC32 seed = new CRC32();
        seed.update(name.getBytes(StandardCharsets.US_ASCII));
        SplittableRandom random = new SplittableRandom(seed.getValue());
        ByteBuffer data = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = 0; n < count; n++) {
            data.putFloat((float) (mean + deviation * Math.sqrt(3) * (2 * random.nextDouble() - 1)));
        }
        tensors.put(original ? originalName(name) : name, new Stored("F32", shape, data.flip()));
    }

    private static String originalName(String name) {
        return "module."
                + name.replaceFirst("(motion_modules\\.\\d)\\.", "$1.temporal_transformer.")
                        .replaceFirst("\\.attn([12])\\.", ".attention_blocks.$1.")
                        .replace(".attention_blocks.1.", ".attention_blocks.0.")
                        .replace(".attention_blocks.2.", ".attention_blocks.1.")
                        .replace("0.norm1.", "0.norms.0.")
                        .replace("0.norm2.", "0.norms.1.")
                        .replace("0.norm3.", "0.ff_norm.");
    }

    private Map<String, Stored> read(String name) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(models.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) file.getLong(0);
        Matcher entries = ENTRY.matcher(new String(file.array(), 8, length, StandardCharsets.UTF_8));
        Map<String, Stored> tensors = new LinkedHashMap<>();
        while (entries.find()) {
            int begin = 8 + length + Integer.parseInt(entries.group(4));
            int end = 8 + length + Integer.parseInt(entries.group(5));
            tensors.put(entries.group(1), new Stored(entries.group(2), entries.group(3), file.slice(begin, end - begin)));
        }
        return tensors;
    }

    /** To the nearest number of 16 bits, ties to even. */
    private static Stored rounded(Stored tensor, String dtype) {
        ByteBuffer from = tensor.data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer to = ByteBuffer.allocate(from.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (from.hasRemaining()) {
            int bits = from.getInt();
            to.putShort(dtype.equals("BF16") ? (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16)
                    : half(Float.intBitsToFloat(bits)));
        }
        return new Stored(dtype, tensor.shape, to.flip());
    }

    /** IEEE 754 binary16; values are far from its largest. */
    private static short half(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        double magnitude = Math.abs((double) value);
        int exponent = magnitude == 0 ? -14 : Math.max(-14, Math.getExponent(magnitude));
        long steps = (long) Math.rint(Math.scalb(magnitude, 10 - exponent)); // of the last place
        return (short) (sign | (int) (steps + ((long) (exponent + 14) << 10)));
    }

    /** As the Python library writes it: the widest numbers first, then by name; the header padded to 8 bytes. */
    private static byte[] write(Map<String, Stored> tensors) {
        List<Map.Entry<String, Stored>> sorted = new ArrayList<>(tensors.entrySet());
        sorted.sort(Comparator.<Map.Entry<String, Stored>>comparingInt(entry -> -entry.getValue().itemSize())
                .thenComparing(Map.Entry::getKey));
        int end = 0;
        List<String> header = new ArrayList<>(List.of("\"__metadata__\":{\"format\":\"pt\"}"));
        for (Map.Entry<String, Stored> entry : sorted) {
            int begin = end;
            end += entry.getValue().data.remaining();
            header.add("\"" + entry.getKey() + "\":{\"dtype\":\"" + entry.getValue().dtype + "\",\"shape\":["
                    + entry.getValue().shape + "],\"data_offsets\":[" + begin + "," + end + "]}");
        }
        String json = header.stream().collect(Collectors.joining(",", "{", "}"));
        json += " ".repeat((8 - json.length() % 8) % 8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length() + end).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length()).put(json.getBytes(StandardCharsets.US_ASCII));
        sorted.forEach(entry -> file.put(entry.getValue().data.duplicate()));
        return file.array();
    }

    private static String hash(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
