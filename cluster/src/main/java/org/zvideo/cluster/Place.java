package org.zvideo.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder where the machines of a job meet. Names in it are relative and separated by slashes. Nothing is renamed there, since
 * object stores cannot do that in one step: what counts is written last.
 */
interface Place {
    /**
     * Copies a file from here.
     *
     * @param to a name that is free, in a folder that exists
     */
    void get(String name, Path to) throws IOException;

    /** Copies a file to here, under a name that may be taken; folders are made. */
    void put(Path from, String name) throws IOException;

    /** A small file's content. */
    byte[] read(String name) throws IOException;

    /** Writes a small file, under a name that may be taken; folders are made. */
    void write(byte[] content, String name) throws IOException;

    /** The names of all files in a folder and below, sorted; none if the folder does not exist. */
    List<String> list(String folder) throws IOException;

    /** Deletes a file, if there is one. */
    void delete(String name) throws IOException;
}
