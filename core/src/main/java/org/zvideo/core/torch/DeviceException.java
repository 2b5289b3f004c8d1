package org.zvideo.core.torch;

/** The device that was asked for is not there. */
public class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DeviceException(String message) {
        super(message);
    }
}
