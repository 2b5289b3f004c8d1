package org.zvideo.cli.terminal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.nativ.CLibrary;
import org.jline.nativ.JLineNativeLoader;
import org.jline.nativ.Kernel32;
import org.zvideo.core.os.OperatingSystem;
import org.zvideo.video.file.OwnFiles;

/**
 * What standard error is shown on, which other streams say nothing of: they may be redirected where it is not.
 *
 * @param terminal whether lines can be drawn over
 * @param columns  asked for at every line, since windows change their size
 */
record Screen(boolean terminal, IntSupplier columns) {
    private static final int STANDARD_ERROR = 2;
    /** The width of a terminal that does not say it. */
    private static final int USUAL = 80;
    /** Not a terminal: lines are of any length. */
    static final Screen NONE = new Screen(false, () -> Integer.MAX_VALUE);

    /**
     * That of this process; none where the system does not tell, or its owner wants no drawing.
     *
     * @param environment of the process
     */
    static Screen ofStandardError(Map<String, String> environment) {
        return canBeDrawnOver(environment) ? ofSystem() : NONE;
    }

    /** Whether nothing speaks against a bar. It needs no more of a terminal than that it goes back to the start of a line. */
    static boolean canBeDrawnOver(Map<String, String> environment) {
        return !"dumb".equals(environment.get("TERM")) && !environment.containsKey("NO_COLOR");
    }

    private static Screen ofSystem() {
        Logger ofLibrary = Logger.getLogger("org.jline");
        ofLibrary.setLevel(Level.OFF); // it warns of a folder for temporary files that is not there or full
        try {
            JLineNativeLoader.initialize();
            forget(JLineNativeLoader.getNativeLibraryPath());
            return isWindows() ? ofWindows() : ofPosix();
        } catch (RuntimeException | LinkageError e) {
            return NONE; // no library for this system, or no folder from which one can be loaded
        }
    }

    /** Deletes the copy from which the library was loaded: a program that is killed would leave it. Windows deletes it at the end. */
    private static void forget(String library) {
        if (library == null || isWindows()) {
            return;
        }
        try {
            OwnFiles.remove(Path.of(library));
            OwnFiles.remove(Path.of(library + ".lck"));
        } catch (IOException e) {
            return; // it stays until the next one that loads it removes it
        }
    }

    private static boolean isWindows() {
        return OperatingSystem.here() == OperatingSystem.WINDOWS;
    }

    private static Screen ofPosix() {
        return CLibrary.isatty(STANDARD_ERROR) == 1 ? new Screen(true, Screen::posixColumns) : NONE;
    }

    private static int posixColumns() {
        CLibrary.WinSize size = new CLibrary.WinSize();
        boolean told = CLibrary.ioctl(STANDARD_ERROR, CLibrary.TIOCGWINSZ, size) == 0;
        return told && size.ws_col > 0 ? size.ws_col : USUAL;
    }

    private static Screen ofWindows() {
        return windowsColumns() > 0 ? new Screen(true, Screen::windowsColumns) : NONE;
    }

    private static int windowsColumns() {
        Kernel32.CONSOLE_SCREEN_BUFFER_INFO info = new Kernel32.CONSOLE_SCREEN_BUFFER_INFO();
        long handle = Kernel32.GetStdHandle(Kernel32.STD_ERROR_HANDLE);
        return Kernel32.GetConsoleScreenBufferInfo(handle, info) == 0 ? 0 : info.windowWidth();
    }
}
