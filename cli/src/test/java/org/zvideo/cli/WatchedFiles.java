package org.zvideo.cli;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.ClassPrepareRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Stops programs at each file or folder that they delete or rename, and notes which of them are open at that moment, in the program or in
 * a process that it started. Linux does not mind; on Windows it fails. The programs know nothing of it: Java's debugger stops
 * them, and the system tells what is open.
 */
final class WatchedFiles {
    /** Java's ways to delete and rename. */
    private static final Map<String, Set<String>> STOPS = Map.of(
            "java.nio.file.Files", Set.of("delete", "deleteIfExists", "move"),
            "java.io.File", Set.of("delete", "renameTo"));

    /** What is deleted while it is mapped on Linux alone, where the program leaves it to the system to remove the rest. */
    private static final Pattern LINUX = Pattern.compile(".*/(keys-\\d+\\.tmp|jlinenative-.*)");

    private final ListeningConnector connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
            .filter(found -> found.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    private final String address;
    private final Set<String> passed = new ConcurrentSkipListSet<>();
    private final Set<String> faults = new ConcurrentSkipListSet<>();

    WatchedFiles() {
        Map<String, Connector.Argument> where = connector.defaultArguments();
        where.get("localAddress").setValue("127.0.0.1");
        try {
            address = connector.startListening(where);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        start(() -> {
            while (true) {
                VirtualMachine program = connector.accept(where);
                start(() -> watch(program));
            }
        });
    }

    /** Makes Java connect to this before it runs anything. */
    String javaOption() {
        return "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + address;
    }

    /** The names of all that was deleted or renamed so far. */
    Set<String> passed() {
        return passed;
    }

    /** What was open when it was deleted or renamed, with the places in the program; forgotten when it was told. */
    Set<String> faults() {
        Set<String> told = new TreeSet<>(faults);
        faults.clear();
        return told;
    }

    /** What is open below a folder. */
    static Set<String> openBelow(Path folder) {
        Set<String> open = open();
        open.removeIf(file -> !file.startsWith(folder + "/"));
        return open;
    }

    private interface Body {
        void run() throws Exception;
    }

    private static void start(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (VMDisconnectedException e) {
                return; // the program has ended
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(VirtualMachine program) throws Exception {
        for (String name : STOPS.keySet()) {
            ClassPrepareRequest loaded = program.eventRequestManager().createClassPrepareRequest();
            loaded.addClassFilter(name);
            loaded.enable();
            program.classesByName(name).forEach(WatchedFiles::stop);
        }
        program.resume();
        while (true) {
            EventSet events = program.eventQueue().remove();
            for (Event event : events) {
                if (event instanceof ClassPrepareEvent loaded) {
                    stop(loaded.referenceType());
                } else if (event instanceof BreakpointEvent reached) {
                    look(reached.thread());
                }
            }
            events.resume();
        }
    }

    private static void stop(ReferenceType type) {
        for (Method method : type.methods()) {
            if (STOPS.get(type.name()).contains(method.name())) {
                type.virtualMachine()
                        .eventRequestManager()
                        .createBreakpointRequest(method.location())
                        .enable();
            }
        }
    }

    private void look(ThreadReference thread) throws Exception {
        StackFrame top = thread.frame(0);
        String places = thread.frames().stream()
                .map(StackFrame::location)
                .filter(place -> place.declaringType().name().startsWith("org.zvideo"))
                .limit(3)
                .map(place -> place.declaringType().name().replaceAll(".*\\.", "") + ":" + place.lineNumber())
                .toList()
                .toString();
        Stream<Value> values = Stream.concat(Stream.ofNullable(top.thisObject()), top.getArgumentValues().stream());
        for (Value value : values.toList()) {
            if (value instanceof ObjectReference object && isFile(object)) {
                check(absolute(thread, object), places);
            }
        }
    }

    private static boolean isFile(ObjectReference object) {
        return object.referenceType().name().matches("sun\\.nio\\.fs\\.\\w*Path|java\\.io\\.File");
    }

    private static String absolute(ThreadReference thread, ObjectReference object) throws Exception {
        String name = object.referenceType().name().equals("java.io.File") ? "getAbsoluteFile" : "toAbsolutePath";
        return call(thread, (ObjectReference) call(thread, object, name), "toString")
                .toString()
                .replace("\"", "");
    }

    private static Value call(ThreadReference thread, ObjectReference object, String method) throws Exception {
        Method found = object.referenceType().methodsByName(method).stream()
                .filter(candidate -> candidate.argumentTypeNames().isEmpty() && !candidate.isAbstract())
                .findFirst()
                .orElseThrow();
        return object.invokeMethod(thread, found, List.of(), ObjectReference.INVOKE_SINGLE_THREADED);
    }

    private void check(String file, String places) {
        passed.add(file);
        if (LINUX.matcher(file).matches()) {
            return;
        }
        open().stream()
                .filter(open -> open.equals(file) || open.startsWith(file + "/"))
                .forEach(open -> faults.add(open + " at " + places));
    }

    /** What this test's children have open or mapped, and theirs. */
    private static Set<String> open() {
        Set<String> open = new TreeSet<>();
        ProcessHandle.current().descendants().forEach(process -> add(Path.of("/proc", "" + process.pid()), open));
        return open;
    }

    private static void add(Path process, Set<String> open) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"));
                Stream<String> maps = Files.lines(process.resolve("maps"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    open.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
            maps.filter(line -> line.contains("/")).forEach(line -> open.add(line.substring(line.indexOf('/'))));
        } catch (IOException | UncheckedIOException e) {
            return; // it has ended
        }
    }
}
