package org.zvideo.dist;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the archives: one for this system, and one for each other whose native jars were fetched. */
final class Pack {
    private static final int FAILED = 1;

    private final Packing packing;
    private final Target here;
    private final Path work;
    private final Map<String, String> sums;

    private Pack(Packing packing, Target here, Path work, Map<String, String> sums) {
        this.packing = packing;
        this.here = here;
        this.work = work;
        this.sums = sums;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            run(Packing.of(arguments), System.out);
        } catch (PackingException e) {
            System.err.println("[ERROR] " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private static void run(Packing packing, PrintStream out) throws IOException, InterruptedException {
        Target here = Target.here()
                .orElseThrow(() -> new PackingException("no archive can be made on " + System.getProperty("os.name")
                        + ", "
                        + System.getProperty("os.arch") + "; there are "
                        + Arrays.stream(Target.values()).map(Target::label).collect(Collectors.joining(", "))));
        delete(packing.target());
        Path work = Files.createDirectories(packing.target().resolve("work"));
        Jdk jdk =
                packing.jdk().map(Jdk::of).orElseGet(() -> Jdk.newestBeside(Path.of(System.getProperty("java.home"))));
        Path image = work.resolve("runtime");
        RuntimeImage.link(jdk, image);
        Pack pack = new Pack(packing, here, work, sums(packing.program().resolve("sbom/jars.sha256")));
        pack.generateTexts(image);
        StringBuilder list = new StringBuilder();
        for (Target target : Target.values()) {
            Optional<Path> runtime = target == here
                    ? Optional.of(image)
                    : Optional.ofNullable(packing.runtimes().get(target));
            if (target == here || Files.isDirectory(packing.natives().resolve(target.label()))) {
                for (Path made : pack.archive(target, runtime)) {
                    list.append(Checksum.line(made));
                    out.printf("%s, %,d bytes%n", made.getFileName(), Files.size(made));
                }
            }
        }
        Files.writeString(packing.target().resolve("SHA256SUMS"), list);
        delete(work);
        out.println("runtime: Java " + jdk.report().version() + " of " + jdk.home());
    }

    /** The manual and the completion script, which the program itself writes, started by the runtime that is packed. */
    private void generateTexts(Path image) throws IOException, InterruptedException {
        for (String command : List.of("man", "generate-completion")) {
            Path java = image.resolve("bin").resolve(here.windows() ? "java.exe" : "java");
            int status = new ProcessBuilder(
                            java.toString(),
                            "-Dfile.encoding=UTF-8",
                            "-cp",
                            packing.program()
                                    .resolve("lib/zvideo-cli-" + packing.version() + ".jar")
                                    .toString(),
                            "org.zvideo.cli.Main",
                            command)
                    .redirectOutput(work.resolve(command).toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new PackingException("zvideo " + command + ": status " + status + " with the runtime " + image);
            }
        }
    }

    /** Makes the archive for a system and its bill of materials. */
    private List<Path> archive(Target target, Optional<Path> runtime) throws IOException {
        String name =
                "zvideo-" + packing.version() + "-" + target.label() + (runtime.isPresent() ? "" : "-without-runtime");
        Path program = packing.program();
        Content content = new Content("zvideo-" + packing.version());
        String script = target.windows() ? "bin/zvideo.bat" : "bin/zvideo";
        content.add(script, program.resolve(script), true);
        List<Path> jars = jars(target);
        jars.forEach(jar -> content.add("lib/" + jar.getFileName(), jar));
        content.addAll("model/mini", program.resolve("model/mini"));
        if (runtime.isPresent()) {
            RuntimeImage.require(runtime.get(), target);
            content.addAll("runtime", runtime.get());
        }
        if (!target.windows()) {
            content.add("man/zvideo.1", work.resolve("man"));
            content.add("completion/zvideo", work.resolve("generate-completion"));
        }
        Path texts = Files.createDirectories(work.resolve(target.label()));
        Bill bill = bill(target, jars);
        Path ownBill = packing.target().resolve("zvideo-" + packing.version() + "-" + target.label() + ".cdx.json");
        bill.write(ownBill);
        content.add("sbom/zvideo.cdx.json", ownBill);
        content.add("sbom/jars.sha256", program.resolve("sbom/jars.sha256"));
        Path natives = program.resolve("sbom/natives.cdx.json");
        if (target == Target.LINUX_X86_64) { // its versions were looked up in the libraries for Linux
            content.add("sbom/natives.cdx.json", natives);
        }
        content.add("LICENSE", packing.repository().resolve("LICENSE"));
        content.add("NOTICE", packing.repository().resolve("NOTICE"));
        addText(content, texts, "README.md", Texts.readMe(packing.version(), target, runtime.isPresent()));
        addText(
                content,
                texts,
                "THIRD-PARTY.md",
                Texts.thirdParty(bill, Bill.read(natives).innerRows(), runtime.isPresent()));
        addText(content, texts, "plugins/README.txt", Texts.plugIns());
        Path legal = Files.createDirectories(texts.resolve("legal"));
        for (Path jar : jars) {
            if (!ours(jar)) {
                LicenseTexts.extract(jar, legal);
            }
        }
        content.addAll("legal", legal);
        content.addAll("legal", packing.repository().resolve("dist/src/main/legal"));
        Path archive = packing.target().resolve(name + (target.windows() ? ".zip" : ".tar.gz"));
        Archive format = new Archive(packing.time());
        if (target.windows()) {
            format.zip(content.sorted(), archive);
        } else {
            format.tar(content.sorted(), archive);
        }
        return List.of(archive, ownBill);
    }

    private static void addText(Content content, Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        content.add(name, file);
    }

    /** The jars of the program, with the native ones of that system in place of this one's. */
    private List<Path> jars(Target target) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path jar : list(packing.program().resolve("lib"))) {
            String name = jar.getFileName().toString();
            if (name.endsWith(".jar") && (target == here || !name.endsWith("-" + here.natives() + ".jar"))) {
                jars.add(jar);
            }
        }
        if (target != here) {
            jars.addAll(list(packing.natives().resolve(target.label())));
        }
        for (Path jar : jars) {
            String name = jar.getFileName().toString();
            if (!ours(jar) && !Checksum.of(jar).equals(sums.get(name))) {
                throw new PackingException(
                        name + ": is not the file whose checksum cli/src/main/dist/sbom/jars.sha256 keeps;"
                                + " docs/release.md says how to write that list again");
            }
        }
        return jars;
    }

    private static boolean ours(Path jar) {
        return jar.getFileName().toString().startsWith("zvideo-");
    }

    private Bill bill(Target target, List<Path> jars) throws IOException {
        Bill bill = Bill.read(packing.program().resolve("sbom/zvideo.cdx.json"));
        if (target == here) {
            return bill;
        }
        Map<String, String> packed = new HashMap<>();
        jars.forEach(jar -> packed.put(
                jar.getFileName().toString(), sums.get(jar.getFileName().toString())));
        return bill.with(here, target, packed);
    }

    private static Map<String, String> sums(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split(" +", 2))
                .collect(Collectors.toMap(words -> words[1], words -> words[0]));
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> below = Files.walk(folder)) {
                for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
