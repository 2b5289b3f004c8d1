package org.zvideo.cli.terminal;

import org.zvideo.core.error.Remedy;

/** What the command's options do against an error. */
final class Remedies {
    private Remedies() {}

    /** What to do, for the end of a message. */
    static String words(Remedy remedy) {
        return switch (remedy.id()) {
            case RAISE_MAX_PIXELS -> "raise --max-pixels if that is intended";
            case ALLOW_CODEC -> "allow it with --codecs " + remedy.subject() + " if you trust the file";
            case ALLOW_DAMAGED -> "copy it again from its source, or use what is left with --allow-damaged";
            case OTHER_CODEC -> "try another --codec";
            case OTHER_CONTAINER -> "use .mkv, or another --codec";
            case ONE_MASK_PER_STYLE -> "give one --mask per --style, or one for two styles";
            case LONGER_MASK -> "give a longer mask or less of the clip with --frames";
            case START_OVER -> "use --restart to start over, or another output";
            case KEEP_WORK -> "run the job again with --keep-work";
            case REPLACE_OR_RENAME -> "use -y to replace it or -o for another name";
            case OTHER_NAME -> "choose another name with -o";
            case SHORTER_NAME -> "choose a shorter one with -o";
            case RESTART_STUDY -> "use -y to start over or choose another folder";
            case MIX_OR_RENAME -> "use -y to write into it or name another";
            case OTHER_MODEL -> "name a diffusers folder or a .safetensors file with --model";
            case DUMP_FIRST -> "create some with zvideo IN --style ART --dump " + remedy.subject();
        };
    }
}
