package io.ndpair.node.admin;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes the socket file, and reaches it. */
final class AdminSocket {
    /** What the kernel's address structure has room for, the closing zero aside. */
    private static final int MAX_PATH_BYTES = 107;

    private static final String DRAFT_DIRECTORY = ".admin";
    private static final String DRAFT = "s";

    private AdminSocket() {}

    /**
     * Listens at the path. The socket is made in a directory that only the owner can enter and moved to its place when its
     * mode is 0600, so there is no moment at which others could connect. A socket that a dead process left is replaced.
     */
    static ServerSocketChannel listen(Path socket) throws AdminException {
        checkLength(socket);
        if (Files.exists(socket) && answers(socket)) {
            throw new AdminException("a running device listens at " + socket + " already");
        }
        final Path drafts = socket.resolveSibling(DRAFT_DIRECTORY);
        final Path draft = drafts.resolve(DRAFT);
        try {
            if (!Files.isDirectory(drafts)) {
                Files.createDirectory(
                        drafts, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.deleteIfExists(draft);
            final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                server.bind(UnixDomainSocketAddress.of(draft));
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
                Files.move(draft, socket, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                Files.deleteIfExists(drafts);
                server.configureBlocking(false);
                return server;
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (AccessDeniedException e) {
            throw new AdminException("no permission to make the socket " + socket, e);
        } catch (IOException e) {
            throw new AdminException("the socket " + socket + " cannot be made: " + reason(e), e);
        }
    }

    /** Connects to the device that listens at the path; blocking. */
    static SocketChannel connect(Path socket) throws AdminException {
        checkLength(socket);
        if (!Files.exists(socket)) {
            throw new AdminException("no device runs on "
                    + socket.toAbsolutePath().getParent() + " (there is no " + socket.getFileName() + ")");
        }
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            if (!Files.isReadable(socket)) {
                throw new AdminException("no permission to use the socket " + socket, e);
            }
            throw new AdminException("no device answers at " + socket + ": " + reason(e), e);
        }
    }

    private static boolean answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void checkLength(Path socket) throws AdminException {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            throw new AdminException("the path " + socket + " is longer than the " + MAX_PATH_BYTES
                    + " bytes that a local socket can have");
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
