package org.zvideo.core.error;

import java.io.Serializable;
import java.util.Locale;

/**
 * What may help against an error. The text speaks to a Java program; a user interface that offers the remedy in another
 * form, such as an option, goes by the id and words it itself.
 *
 * @param id      which remedy
 * @param subject what it applies to, where the id says so; else empty
 */
public record Remedy(Id id, String subject) implements Serializable {
    /** Every remedy that zvideo knows. */
    public enum Id {
        /** The input has more pixels than is allowed. */
        RAISE_MAX_PIXELS("raise the limit of pixels if that is intended"),
        /** The input needs a decoder that is not enabled; the subject is its name. */
        ALLOW_CODEC("allow the decoder %s if you trust the file"),
        /** The input is damaged. */
        ALLOW_DAMAGED("copy it again from its source, or allow damage to use what is left"),
        /** The encoder refuses the size or the rate of the frames; the subject lists others. */
        OTHER_CODEC("try another codec: %s"),
        /** The container cannot hold the codec. */
        OTHER_CONTAINER("use .mkv, or another codec"),
        /** The number of masks fits no number of styles. */
        ONE_MASK_PER_STYLE("give one mask per style, or one for two styles"),
        /** The mask ends before the clip. */
        LONGER_MASK("give a longer mask or less of the clip"),
        /** The work folder belongs to another job. */
        START_OVER("start over, or use another output"),
        /** The work folder was not kept. */
        KEEP_WORK("run the job again and keep its work folder"),
        /** The output exists. */
        REPLACE_OR_RENAME("allow replacing it or choose another name"),
        /** The output is one of the inputs. */
        OTHER_NAME("choose another name"),
        /** The system takes no name of this length. */
        SHORTER_NAME("choose a shorter one"),
        /** Nothing can be written in that folder. */
        OTHER_PLACE("write to another folder"),
        /** The folder of a study holds another study. */
        RESTART_STUDY("start over or choose another folder"),
        /** The folder for a dump is not empty. */
        MIX_OR_RENAME("allow writing into it or name another"),
        /** There is no model of that name. */
        OTHER_MODEL("name a diffusers folder or a .safetensors file"),
        /** A model comes with motion modules in it. */
        MOTION_APART("use the plain model, and give the motion module apart from it"),
        /** The file is a LoRA of motion modules, and there is none. */
        WITH_MOTION("give the motion module too"),
        /** What the model predicts is not stated, or in several ways. */
        SAY_PREDICTION("say whether it predicts epsilon or v"),
        /** The file is a LoRA where a model is needed. */
        AS_LORA("give it as a LoRA beside a model"),
        /** The file is a model where a LoRA is needed. */
        AS_MODEL("give it as the model"),
        /** The model has no autoencoder; the subject is the way to complete it. */
        ADD_VAE("%s, or give an autoencoder of its own"),
        /** What was given as an autoencoder decodes only. */
        DECODER_ALONE("give it as the decoder"),
        /** Shots of a job are missing; the subject lists the units that compute them. */
        COMPUTE_UNITS("compute these units: %s"),
        /** The job is missing, or was planned with something else. */
        PLAN_AGAIN("plan the job again"),
        /** The folder holds no dump; the subject is the folder. */
        DUMP_FIRST("dump frames into %s first");

        private final String text;

        Id(String text) {
            this.text = text;
        }
    }

    public static Remedy of(Id id) {
        return new Remedy(id, "");
    }

    /** What to do, for the end of a message. */
    public String text() {
        return String.format(Locale.ROOT, id.text, subject);
    }
}
