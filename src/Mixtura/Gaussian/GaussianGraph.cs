using Mixtura.Onnx;

namespace Mixtura.Gaussian;

/// <summary>Gaussians as ONNX operators. Rows are centred at each component's mean before they are whitened, so that an offset of all data costs no digit.</summary>
internal static class GaussianGraph
{
    // components are taken together until their whitened rows have so many numbers each: few operators where D is small, little memory where it is large
    private const int NumbersARow = 128;

    // in single precision squares of distances must stay finite, and factors keep their digits
    private const double LargestFloat = 1e15;

    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <summary>From the whitened rows of some components, K′×N×D, to one number a component and row, K′×N.</summary>
    /// <param name="whitened">y = L⁻¹(x − μ).</param>
    /// <param name="first">The first of the components.</param>
    /// <param name="count">How many they are.</param>
    public delegate OnnxValue Reduction(OnnxValue whitened, int first, int count);

    /// <summary>log N(xᵢ|μₖ, Σₖ), N×K: offsetₖ − δₖ/2, without the weights.</summary>
    public static OnnxValue AddLogDensity(GaussianParameters model, OnnxGraph graph, OnnxValue rows) =>
        AddLogJoint(graph, AddDistances(model, graph, rows), [.. Enumerable.Range(0, model.Components).Select(k => LogHeight(model, k))]);

    /// <summary>offsetₖ − δₖ/2, N×K, of squared distances K×N.</summary>
    public static OnnxValue AddLogJoint(OnnxGraph graph, OnnxValue distances, double[] offsets)
    {
        var exponents = graph.Apply("Mul", distances, graph.Constant(-0.5));
        return graph.Transpose(graph.Apply("Add", exponents, graph.Constant(offsets, offsets.Length, 1)));
    }

    /// <summary>The squared Mahalanobis distances δₖ, K×N.</summary>
    public static OnnxValue AddDistances(GaussianParameters model, OnnxGraph graph, OnnxValue rows) =>
        AddWhitened(model, graph, rows, (whitened, _, _) => graph.Reduce("ReduceSumSquare", whitened, 2));

    /// <summary>The log density at the mean: −D/2 log 2π − log det Lₖ.</summary>
    public static double LogHeight(GaussianParameters model, int component) => (-0.5 * model.Features * LogTwoPi) - model.LogDeterminants[component];

    /// <summary>One number for each component and row, K×N, made of whitened rows.</summary>
    public static OnnxValue AddWhitened(GaussianParameters model, OnnxGraph graph, OnnxValue rows, Reduction reduce)
    {
        int d = model.Features;
        int step = Math.Max(1, NumbersARow / d);
        var page = graph.Apply("Unsqueeze", rows, graph.List(0));
        var shared = model.Structure.IsShared ? AddFactors(model, graph, 0, 1) : (OnnxValue?)null;
        var parts = new List<OnnxValue>();
        for (int first = 0; first < model.Components; first += step)
        {
            int count = Math.Min(step, model.Components - first);
            var centred = graph.Less(page, model.Means.AsSpan(first * d, count * d), count, 1, d);
            var whitened = graph.Apply(model.Structure.HasCorrelations ? "MatMul" : "Mul", centred, shared ?? AddFactors(model, graph, first, count));
            parts.Add(reduce(whitened, first, count));
        }

        return graph.Concat(parts, 0);
    }

    // (L⁻¹)ᵀ, as rows are multiplied from the left; or 1/σ
    private static OnnxValue AddFactors(GaussianParameters model, OnnxGraph graph, int first, int count)
    {
        int d = model.Features;
        int height = model.Structure.HasCorrelations ? d : 1;
        int width = model.Structure.FactorOf(model, first).Length / height;
        var factors = new double[count * height * width];
        for (int k = 0; k < count; k++)
        {
            var factor = model.Structure.FactorOf(model, first + k);
            for (int i = 0; i < width; i++)
            {
                for (int j = 0; j < height; j++)
                {
                    factors[(((k * height) + j) * width) + i] = factor[(i * height) + j];
                }

                Check(graph, factor[(i * height) + (height == 1 ? 0 : i)], first + k);
            }
        }

        return graph.Constant(factors, count, height, width);
    }

    private static void Check(OnnxGraph graph, double factor, int component)
    {
        if (graph.IsFloat && !(factor is >= 1 / LargestFloat and <= LargestFloat))
        {
            throw new Data.InputException($"Component {component} has a standard deviation of {1 / factor} in some direction, which squares of single precision do not hold. Write the ONNX model in double precision, or fit data in other units.");
        }
    }
}
