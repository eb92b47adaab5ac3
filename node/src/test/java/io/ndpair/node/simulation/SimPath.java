package io.ndpair.node.simulation;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Arrays;
import java.util.Objects;

/** An absolute name on a simulated disk. */
final class SimPath implements Path {
    private final SimFileSystem system;
    private final String name;

    SimPath(SimFileSystem system, String name) {
        this.system = system;
        this.name = name;
    }

    @Override
    public SimFileSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return name.startsWith("/");
    }

    @Override
    public Path getRoot() {
        return new SimPath(system, "/");
    }

    @Override
    public Path getFileName() {
        return new SimPath(system, name.substring(name.lastIndexOf('/') + 1));
    }

    @Override
    public Path getParent() {
        int slash = name.lastIndexOf('/');
        return slash <= 0 ? null : new SimPath(system, name.substring(0, slash));
    }

    @Override
    public Path resolve(Path other) {
        return other.isAbsolute() ? other : new SimPath(system, name + "/" + other);
    }

    @Override
    public int getNameCount() {
        return parts().length;
    }

    @Override
    public Path getName(int index) {
        return new SimPath(system, parts()[index]);
    }

    private String[] parts() {
        return Arrays.stream(name.split("/", -1))
                .filter(part -> !part.isEmpty())
                .toArray(String[]::new);
    }

    @Override
    public Path subpath(int beginIndex, int endIndex) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean startsWith(Path other) {
        return name.startsWith(other.toString());
    }

    @Override
    public boolean endsWith(Path other) {
        return name.endsWith(other.toString());
    }

    @Override
    public Path normalize() {
        return this;
    }

    @Override
    public Path relativize(Path other) {
        return new SimPath(system, other.toString().substring(name.length() + 1));
    }

    @Override
    public URI toUri() {
        return URI.create("simulated:" + name);
    }

    @Override
    public Path toAbsolutePath() {
        return this;
    }

    @Override
    public Path toRealPath(LinkOption... options) {
        return this;
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return name.compareTo(other.toString());
    }

    @Override
    public boolean equals(Object other) {
        FileSystem same = system;
        return other instanceof SimPath path && path.system.equals(same) && path.name.equals(name);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
