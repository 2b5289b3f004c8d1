package org.zvideo.core.torch;

import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.error.ZvideoException;

/** The device that was asked for is not there. */
public class DeviceException extends ZvideoException {
    private static final long serialVersionUID = 1;

    public DeviceException(String message) {
        super(ErrorKind.DEVICE, message);
    }
}
