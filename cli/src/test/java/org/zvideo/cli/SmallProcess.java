package org.zvideo.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.zvideo.cli.terminal.Cancellation;
import org.zvideo.cli.terminal.Console;
import org.zvideo.core.bench.ResidentMemory;

/**
 * Runs commands one after the other as {@link Main} does, in a process that has little of everything. Arguments: a file with
 * a command a line, its arguments separated by tabs. Prints for each its status, the milliseconds of processors that it took, by how many megabytes the
 * process grew, and what it said, separated by tabs.
 */
final class SmallProcess {
    private SmallProcess() {}

    public static void main(String[] arguments) throws IOException {
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        PrintStream results = System.out;
        Cancellation cancellation = new Cancellation();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            try (PrintStream messages = new PrintStream(said, true, StandardCharsets.UTF_8)) {
                System.setOut(messages);
                System.setErr(messages);
                ResidentMemory.reset();
                long before = ResidentMemory.peak();
                long begin = machine.getProcessCpuTime();
                int status = Main.run(new Console(cancellation), line.split("\t"));
                results.println(status + "\t" + (machine.getProcessCpuTime() - begin) / 1_000_000 + "\t"
                        + (ResidentMemory.peak() - before) / 1_000_000 + "\t"
                        + said.toString(StandardCharsets.UTF_8).strip().replace("\n", "\\n"));
            }
        }
        results.flush();
        System.exit(0);
    }
}
