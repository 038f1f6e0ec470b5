package org.tandemrec.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.ModelState.Tensor;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("x.safetensors");
    }

    private static ModelState tiny() {
        return new ModelState()
                .put("f", new float[] {1, -2, Float.NaN}, 3, 1)
                .put("d", new double[] {0.1}, 1)
                .put("i", new int[] {-1, 258}, 1, 2);
    }

    private static int[] dividedShape(SplittableRandom random, int length) {
        return switch (random.nextInt(3)) {
            case 0 -> new int[] {length};
            case 1 -> new int[] {1, length, 1};
            default -> length % 2 == 0 ? new int[] {2, length / 2} : new int[] {length, 1};
        };
    }

    private static ModelState random(SplittableRandom random) {
        ModelState state = new ModelState();
        int[] lengths = {0, 1, 2, 3, 7, 100, 131_072, 131_073, 262_143, 262_144, 262_145};
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            int length = lengths[random.nextInt(lengths.length)];
            String name = "part." + i + ".\u00e9\"\n";
            int[] shape = dividedShape(random, length);
            switch (random.nextInt(3)) {
                case 0 -> state.put(name, random.ints(length).toArray(), shape);
                case 1 -> {
                    double[] doubles = new double[length];
                    Arrays.setAll(doubles, x -> Double.longBitsToDouble(random.nextLong()));
                    state.put(name, doubles, shape);
                }
                default -> {
                    float[] floats = new float[length];
                    for (int x = 0; x < length; x++) {
                        floats[x] = Float.intBitsToFloat(random.nextInt());
                    }
                    state.put(name, floats, shape);
                }
            }
        }
        return state;
    }

    private static void assertSame(ModelState actual, ModelState expected) {
        assertThat(List.copyOf(actual.tensors().keySet()))
                .isEqualTo(List.copyOf(expected.tensors().keySet()));
        expected.tensors().forEach((name, tensor) -> {
            assertThat(Objects.requireNonNull(actual.tensors().get(name)).shape())
                    .isEqualTo(tensor.shape());
            boolean same = switch (tensor) {
                case Tensor.Floats t -> sameBits(actual.floats(name), t.data());
                case Tensor.Doubles t -> sameBits(actual.doubles(name), t.data());
                case Tensor.Ints t -> Arrays.equals(actual.ints(name), t.data());
            };
            assertThat(same).as(name).isTrue();
        });
    }

    private static boolean sameBits(float[] a, float[] b) {
        for (int i = 0; i < b.length; i++) {
            if (Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
                return false;
            }
        }
        return a.length == b.length;
    }

    private static boolean sameBits(double[] a, double[] b) {
        for (int i = 0; i < b.length; i++) {
            if (Double.doubleToRawLongBits(a[i]) != Double.doubleToRawLongBits(b[i])) {
                return false;
            }
        }
        return a.length == b.length;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomStatesComeBackToTheBit(int seed) throws IOException {
        ModelState state = random(new SplittableRandom(seed));
        Safetensors.write(file(), state, Map.of("note", "line\n\u00e9"));
        Safetensors.Content content = Safetensors.read(file());
        assertSame(content.state(), state);
        assertThat(content.metadata()).isEqualTo(Map.of("note", "line\n\u00e9"));
    }

    @Test
    void theLayoutIsThePublicFormat() throws IOException {
        Safetensors.write(file(), tiny(), Map.of());
        byte[] bytes = Files.readAllBytes(file());
        String header = "{\"f\":{\"dtype\":\"F32\",\"shape\":[3,1],\"data_offsets\":[8,20]},"
                + "\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                + "\"i\":{\"dtype\":\"I32\",\"shape\":[1,2],\"data_offsets\":[20,28]}}";
        int padded = (header.length() + 7) / 8 * 8;
        assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong())
                .isEqualTo(padded);
        assertThat(new String(bytes, 8, padded, StandardCharsets.UTF_8))
                .isEqualTo(header + " ".repeat(padded - header.length()));
        assertThat(HexFormat.of().formatHex(bytes, 8 + padded, bytes.length))
                .isEqualTo("9a9999999999b93f" + "0000803f" + "000000c0" + "0000c07f" + "ffffffff" + "02010000");
    }

    @Test
    void anEmptyStateAndAScalarComeBack() throws IOException {
        Safetensors.write(file(), new ModelState(), Map.of());
        assertThat(Safetensors.read(file()).state().tensors()).isEmpty();
        ModelState scalar = new ModelState().put("s", new Tensor.Floats(new int[0], new float[] {3}));
        Safetensors.write(file(), scalar, Map.of());
        assertSame(Safetensors.read(file()).state(), scalar);
    }

    @Test
    void everyTruncationFails() throws IOException {
        Safetensors.write(file(), tiny(), Map.of("a", "b"));
        byte[] whole = Files.readAllBytes(file());
        for (int length = 0; length < whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.read(file()))
                    .as("%d bytes", length)
                    .isInstanceOf(FormatException.class);
        }
        Files.write(file(), Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> Safetensors.read(file())).hasMessageContaining("29 bytes of data are there");
    }

    @Test
    void aFlippedHeaderByteNeverBreaksOut() throws IOException {
        Safetensors.write(file(), tiny(), Map.of("a", "b"));
        byte[] whole = Files.readAllBytes(file());
        int failures = 0;
        for (int at = 0; at < whole.length - 28; at++) {
            for (int bit = at % 3; bit < 8; bit += 3) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << bit);
                Files.write(file(), flipped);
                try {
                    Safetensors.read(file());
                } catch (FormatException expected) {
                    failures++;
                }
            }
        }
        assertThat(failures).isGreaterThan(whole.length - 28);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [] | its header is not a JSON object
            {'a':1} | tensor a has the dtype
            {'a':{'dtype':'F16','shape':[2],'data_offsets':[0,4]}} | tensor a has the dtype "F16", but only F32, F64 and I32 are read
            {'a':{'dtype':'F32','shape':[1]}} | tensor a lacks a shape or its two data_offsets
            {'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}} | tensor a lacks a shape or its two data_offsets
            {'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | tensor a has the size -1
            {'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}} | tensor a has the size 1.0
            {'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,4]}} | tensor a of shape [65536,65536] is too large
            {'a':{'dtype':'F32','shape':[2147483647,2147483647,4,0],'data_offsets':[0,0]}} | tensor a of shape [2147483647,2147483647,4,0] is too large
            {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}} | tensor a of shape [1] does not take the bytes 0 … 8
            {'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} | tensor a of shape [1] does not take the bytes 4 … 0
            {'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}} | tensor a of shape [1] does not take the bytes -4 … 0
            {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,'4']}} | tensor a has the offset "4"
            {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | its tensors take 4 bytes, but 8 bytes of data are there
            {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | tensor b begins at byte 0, but the one before it ends at 4
            {'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | tensor a begins at byte 4, but the one before it ends at 0
            {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | its tensors take 12 bytes, but 8 bytes of data are there
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | its header is not valid JSON
            {'__metadata__':{'x':1}} | its metadata "x" is not a text
            """)
    void aHeaderThatBreaksARuleFails(String header, String message) throws IOException {
        byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file(), bytes.putLong(text.length).put(text).array());
        assertThatThrownBy(() -> Safetensors.read(file()))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 17, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE})
    void aHeaderLengthOutOfBoundsFails(long length) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        Files.write(file(), bytes.array());
        assertThatThrownBy(() -> Safetensors.read(file()))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("header claims " + length + " bytes");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsNamed() {
        Path full = Path.of("/dev/full");
        assertThatThrownBy(() -> Safetensors.write(full, tiny(), Map.of()))
                .isInstanceOfSatisfying(
                        IOException.class,
                        e -> assertThat(BundleException.writing(folder, "the old bundle is unchanged", e))
                                .hasMessage("cannot write " + folder
                                        + ": the disk is full; free some space on the disk and try again "
                                        + "(the old bundle is unchanged)"));
    }

    @Test
    void theMetadataKeyIsNoTensor() {
        ModelState state = new ModelState().put("__metadata__", new float[1]);
        assertThatThrownBy(() -> Safetensors.write(file(), state, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tensor cannot be named __metadata__");
    }
}
