package io.sluice.topology;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in words what is wrong with a file; the messages of the exceptions mostly repeat its name. */
public final class FileProblems {

    private FileProblems() {}

    public static String inWords(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file or directory";
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException exists -> "there is a file of that name";
            case NotDirectoryException file -> "it is no directory";
            case FileSystemException other ->
                other.getReason() == null ? other.getClass().getSimpleName() : other.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
