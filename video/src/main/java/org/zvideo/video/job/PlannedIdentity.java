package org.zvideo.video.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.Remedy;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.farm.JobFolder;
import org.zvideo.video.farm.ShotList;
import org.zvideo.video.job.RequestFiles.Purpose;
import org.zvideo.video.request.ResolvedRequest;
import org.zvideo.video.resume.JobDifferences;

/** All that the result of a planned job depends on, compared with what is here. */
record PlannedIdentity(ShotList list, JobFolder folder) {
    /**
     * Fails unless a resolved request is the one that was planned. The source is left out: it is known by its frames.
     *
     * @param read  the files of the request
     * @param model those of the model
     * @return the identity of what a shot leaves in its work folder
     */
    JsonNode required(ResolvedRequest resolved, RequestFiles read, Map<String, HashedFile> model) {
        RunIdentity identity = RunIdentity.of(resolved, read.without(Purpose.INPUT), model);
        ObjectNode here = (ObjectNode)
                JobJson.tree(identity.with(resolved.request().target().encoder()));
        ObjectNode planned = list.identity().deepCopy();
        here.remove(Purpose.INPUT.key());
        planned.remove(Purpose.INPUT.key());
        List<String> differences = JobDifferences.between(planned, here);
        if (!differences.isEmpty()) {
            throw new MediaException(
                    ErrorKind.OTHER_JOB,
                    "job " + folder.file() + ": was planned with something else (" + String.join(", ", differences)
                            + ")",
                    Remedy.of(Remedy.Id.PLAN_AGAIN));
        }
        here.put("job", JobFolder.id(list));
        return here;
    }
}
