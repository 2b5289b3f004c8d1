package org.zvideo.core.analysis;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.zvideo.core.image.RgbImage;
import org.zvideo.core.torch.Ops;

/** Features [N, C] as pictures: their first three principal components are red, green and blue. */
final class PrincipalComponents {
    private static final int COLORS = 3;

    private PrincipalComponents() {}

    /** Pictures of several feature maps in one common basis and range; {@code grids} are their {rows, columns}. */
    static List<RgbImage> pictures(List<Tensor> features, List<int[]> grids) {
        Tensor all = Ops.cat(0, features).to(ScalarType.Double).cpu();
        Tensor centered = all.sub(Ops.mean(all, 0));
        Tensor covariance = centered.transpose(0, 1).matmul(centered);
        Tensor vectors = torch.linalg_eigh(covariance).get1(); // ascending eigenvalues
        long channels = vectors.size(1);
        int components = (int) Math.min(COLORS, channels);
        double[] scores = Ops.doubles(centered.matmul(vectors.narrow(1, channels - components, components)));
        double[] low = new double[components];
        double[] high = new double[components];
        for (int n = 0; n < scores.length; n++) {
            low[n % components] = Math.min(low[n % components], scores[n]);
            high[n % components] = Math.max(high[n % components], scores[n]);
        }
        List<RgbImage> pictures = new ArrayList<>();
        int from = 0;
        for (int[] grid : grids) {
            RgbImage image = new RgbImage(grid[1], grid[0]);
            for (int n = 0; n < grid[0] * grid[1]; n++) {
                for (int c = 0; c < components; c++) {
                    int component = components - 1 - c; // the largest first: red
                    double range = high[component] - low[component];
                    double value = scores[(from + n) * components + component] - low[component];
                    image.pixels()[COLORS * n + c] = (byte) (range > 0 ? Math.round(255 * value / range) : 0);
                }
            }
            pictures.add(image);
            from += grid[0] * grid[1];
        }
        return pictures;
    }
}
