package org.zvideo.video.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What may have the name of a file that we want to write. */
public enum Trap {
    LINK_TO_FILE {
        @Override
        public void lay(Path name, Canaries outside) throws IOException {
            Files.createSymbolicLink(name, outside.file());
        }
    },
    LINK_TO_FOLDER {
        @Override
        public void lay(Path name, Canaries outside) throws IOException {
            Files.createSymbolicLink(name, outside.folder());
        }
    },
    LINK_TO_NOTHING {
        @Override
        public void lay(Path name, Canaries outside) throws IOException {
            Files.createSymbolicLink(name, outside.folder().resolve("not there"));
        }
    },
    FOLDER {
        @Override
        public void lay(Path name, Canaries outside) throws IOException {
            Files.writeString(Files.createDirectory(name).resolve("diary.txt"), "mine");
        }
    },
    PIPE {
        @Override
        public void lay(Path name, Canaries outside) throws IOException {
            try {
                new ProcessBuilder("mkfifo", name.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    };

    public abstract void lay(Path name, Canaries outside) throws IOException;
}
