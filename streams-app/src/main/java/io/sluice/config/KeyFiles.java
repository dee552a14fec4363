package io.sluice.config;

import io.sluice.topology.FileProblems;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ed25519 keys in PEM files, as OpenSSL writes them too. What is wrong is told by an {@link IllegalArgumentException} with
 * one sentence, which never holds any of a key.
 */
public final class KeyFiles {
    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private KeyFiles() {}

    /** Where a pair of keys was written. */
    public record Pair(String id, Path privateKey, Path publicKey) {}

    /**
     * Makes a pair of keys: {@code ID.pem}, readable by its owner alone, and {@code ID.pub.pem}.
     *
     * @throws IllegalArgumentException when the id is none, or a file is there already or cannot be written
     */
    public static Pair generate(Path directory, String id) {
        requireId(id);
        Path privateKey = directory.resolve(id + ".pem");
        Path publicKey = directory.resolve(id + ".pub.pem");
        try {
            KeyPair keys = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            Files.createDirectories(directory);
            if (Files.exists(publicKey)) {
                throw new FileAlreadyExistsException(publicKey.toString());
            }
            Files.createFile(privateKey, ownerOnly(directory));
            Files.writeString(privateKey, pem(PRIVATE, keys.getPrivate()));
            Files.writeString(publicKey, pem(PUBLIC, keys.getPublic()));
            return new Pair(id, privateKey, publicKey);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(
                    "There is a key " + id + " in " + directory + " already: give the new one another id.", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The key cannot be written to " + directory + ": " + FileProblems.inWords(e) + ".", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 15 has " + ALGORITHM, e);
        }
    }

    /** What a key may be called, so that it can stand in the name of a setting and of a file. */
    static void requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "'" + id + "' is no id of a key: use at most 63 lower-case letters, digits and dashes.");
        }
    }

    /** The keys whose files a group of settings names, by the name within their setting. */
    static Map<String, PublicKey> publicKeys(Settings settings, SettingGroup group, SettingReader reader) {
        Map<String, PublicKey> keys = new TreeMap<>();
        settings.group(group).forEach((name, value) -> {
            try {
                requireId(name.name());
                keys.put(name.name(), publicKey(Path.of(value.text().strip())));
            } catch (IllegalArgumentException e) {
                reader.problem(value.source() + ": " + e.getMessage());
            }
        });
        return keys;
    }

    /** Reads a private key, and refuses one that others than the owner of its file can read. */
    public static PrivateKey privateKey(Path file) {
        requireOwnerOnly(file);
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(decoded(file, PRIVATE)));
        } catch (GeneralSecurityException e) {
            throw notAKey(file, PRIVATE);
        }
    }

    static PublicKey publicKey(Path file) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(decoded(file, PUBLIC)));
        } catch (GeneralSecurityException e) {
            throw notAKey(file, PUBLIC);
        }
    }

    private static byte[] decoded(Path file, String kind) {
        try {
            Matcher pem = PEM.matcher(Files.readString(file).strip());
            if (pem.matches() && kind.equals(pem.group(1))) {
                return Base64.getMimeDecoder().decode(pem.group(2));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + FileProblems.inWords(e) + ".", e);
        }
        throw notAKey(file, kind);
    }

    private static IllegalArgumentException notAKey(Path file, String kind) {
        return new IllegalArgumentException(file + " holds no Ed25519 " + kind.toLowerCase(Locale.ROOT)
                + " in PEM: make one with sluice keys generate.");
    }

    private static void requireOwnerOnly(Path file) {
        try {
            if (isPosix(file) && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new IllegalArgumentException(
                        file + " can be read or written by others than its owner: chmod 600 it.");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + FileProblems.inWords(e) + ".", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        return isPosix(directory)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String pem(String kind, Key key) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n-----END " + kind
                + "-----\n";
    }
}
