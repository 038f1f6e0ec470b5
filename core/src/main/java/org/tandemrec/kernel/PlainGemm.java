package org.tandemrec.kernel;

/** Products in Java, blocked for the caches: the reference, and what runs where OpenBLAS does not. */
public final class PlainGemm implements Gemm {
    /*
     * The usual nest (Goto and van de Geijn, 2008): a block of op(B), K_BLOCK x N_BLOCK, is packed into panels as wide as a tile,
     * then blocks of op(A), M_BLOCK x K_BLOCK, into panels as high as a tile, and each pair of panels makes one tile of C. Panels
     * are filled up with zeros to whole tiles, whose surplus is dropped. Packing brings both transpositions into one form.
     */
    private static final int M_BLOCK = 128;
    private static final int N_BLOCK = 512;
    private static final int K_BLOCK = 256;
    private static final int ROWS = Tile.ROWS;

    private final Tile tile;
    private final String name;

    /** Makes products of the same kind, scalar or vector, as {@code kernels}. */
    public PlainGemm(Kernels kernels) {
        tile = switch (kernels) {
            case ScalarKernels scalar -> new ScalarTile();
            case VectorKernels vector -> new VectorTile();
        };
        name = "plain-" + kernels.name();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            int aOffset,
            int lda,
            float[] b,
            int bOffset,
            int ldb,
            float beta,
            float[] c,
            int cOffset,
            int ldc) {
        MatrixArguments.check(transposeA, transposeB, m, n, k, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
        scale(m, n, beta, c, cOffset, ldc);
        if (m == 0 || n == 0 || k == 0 || alpha == 0) {
            return;
        }
        int aRow = transposeA ? 1 : lda;
        int aColumn = transposeA ? lda : 1;
        int bRow = transposeB ? 1 : ldb;
        int bColumn = transposeB ? ldb : 1;
        int columns = tile.columns();
        int depth = Math.min(k, K_BLOCK);
        float[] aPanels = new float[roundUp(Math.min(m, M_BLOCK), ROWS) * depth];
        float[] bPanels = new float[roundUp(Math.min(n, N_BLOCK), columns) * depth];
        float[] product = new float[ROWS * columns];
        for (int j = 0; j < n; j += N_BLOCK) {
            int nBlock = Math.min(N_BLOCK, n - j);
            for (int p = 0; p < k; p += K_BLOCK) {
                int kBlock = Math.min(K_BLOCK, k - p);
                pack(b, bOffset + p * bRow + j * bColumn, bColumn, bRow, nBlock, kBlock, columns, bPanels);
                for (int i = 0; i < m; i += M_BLOCK) {
                    int mBlock = Math.min(M_BLOCK, m - i);
                    pack(a, aOffset + i * aRow + p * aColumn, aRow, aColumn, mBlock, kBlock, ROWS, aPanels);
                    int start = cOffset + i * ldc + j;
                    multiplyPanels(mBlock, nBlock, kBlock, alpha, aPanels, bPanels, product, c, start, ldc);
                }
            }
        }
    }

    private void multiplyPanels(
            int m,
            int n,
            int k,
            float alpha,
            float[] aPanels,
            float[] bPanels,
            float[] product,
            float[] c,
            int cOffset,
            int ldc) {
        int columns = tile.columns();
        for (int j = 0; j < n; j += columns) {
            int width = Math.min(columns, n - j);
            for (int i = 0; i < m; i += ROWS) {
                int height = Math.min(ROWS, m - i);
                tile.multiply(aPanels, i * k, bPanels, j * k, k, product);
                for (int y = 0; y < height; y++) {
                    int row = cOffset + (i + y) * ldc + j;
                    for (int x = 0; x < width; x++) {
                        c[row + x] = Math.fma(alpha, product[y * columns + x], c[row + x]);
                    }
                }
            }
        }
    }

    /** Packs {@code count} lines of {@code depth} elements into panels of {@code size} lines, stored as (depth, size). */
    private static void pack(
            float[] from, int offset, int lineStride, int depthStride, int count, int depth, int size, float[] panels) {
        int out = 0;
        for (int line = 0; line < count; line += size) {
            int present = Math.min(size, count - line);
            for (int p = 0; p < depth; p++) {
                int start = offset + line * lineStride + p * depthStride;
                for (int s = 0; s < size; s++) {
                    panels[out++] = s < present ? from[start + s * lineStride] : 0;
                }
            }
        }
    }

    private static void scale(int m, int n, float beta, float[] c, int cOffset, int ldc) {
        if (beta == 1) {
            return;
        }
        for (int i = 0; i < m; i++) {
            int row = cOffset + i * ldc;
            for (int j = 0; j < n; j++) {
                c[row + j] = beta == 0 ? 0 : beta * c[row + j];
            }
        }
    }

    private static int roundUp(int value, int multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }
}
