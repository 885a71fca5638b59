using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Mixtura.Data;
using Mixtura.Mixtures;

namespace Mixtura.Tests.Onnx;

/// <summary>What ONNX Runtime gives for rows.</summary>
internal sealed record OnnxRun(long[] Labels, double[] Responsibilities, double[] LogDensity)
{
    /// <summary>Runs a model of double precision.</summary>
    public static OnnxRun OfDoubles(byte[] model, RowMatrix rows, int batch = int.MaxValue) => Of(model, rows, batch, static value => value, static value => value);

    /// <summary>Runs a model of single precision, on rows that are it.</summary>
    public static OnnxRun OfFloats(byte[] model, RowMatrix rows, int batch = int.MaxValue) => Of(model, rows, batch, static value => (float)value, static value => (double)value);

    /// <summary>The rows as single precision holds them.</summary>
    public static RowMatrix Narrowed(RowMatrix rows) => new(Array.ConvertAll(rows.Values.ToArray(), static value => (double)(float)value), rows.Columns);

    /// <summary>Holds it to the library's own figures.</summary>
    /// <param name="model">The mixture.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="tolerance">Of log densities relative to their size, or 1; and of responsibilities.</param>
    /// <param name="what">What is tried.</param>
    public void Agrees(Mixture model, RowMatrix rows, double tolerance, string what)
    {
        double[] logDensity = model.LogDensity(rows);
        var responsibilities = model.Responsibilities(rows);
        int k = model.Components;
        for (int i = 0; i < logDensity.Length; i++)
        {
            double slack = tolerance * Math.Max(1, double.IsFinite(logDensity[i]) ? Math.Abs(logDensity[i]) : 1);
            Check(logDensity[i], LogDensity[i], slack, what, "log density", i);
            var own = responsibilities.Row(i);
            for (int c = 0; c < k; c++)
            {
                Check(own[c], Responsibilities[(i * k) + c], slack, what, "responsibility", i);
            }

            int best = MixtureScorer.IndexOfLargest(own);
            Check(own[best], own[(int)Labels[i]], slack, what, "probability of the label", i);
        }
    }

    // the text is made where it is needed: there are millions
    private static void Check(double expected, double actual, double slack, string what, string figure, int row)
    {
        if (!(Math.Abs(expected - actual) <= slack))
        {
            Agree.Within(expected, actual, slack, $"{what}, {figure} of row {row}");
        }
    }

    private static OnnxRun Of<T>(byte[] model, RowMatrix rows, int batch, Func<double, T> narrow, Func<T, double> widen)
        where T : unmanaged
    {
        using var options = new SessionOptions { IntraOpNumThreads = 2, EnableMemoryPattern = false };
        using var session = new InferenceSession(model, options);
        var (labels, responsibilities, logDensity) = (new List<long>(), new List<double>(), new List<double>());
        for (int first = 0; first < rows.Rows; first += Math.Min(batch, rows.Rows))
        {
            int count = Math.Min(batch, rows.Rows - first);
            T[] values = Array.ConvertAll(rows.Values.Slice(first * rows.Columns, count * rows.Columns).ToArray(), one => narrow(one));
            using var results = session.Run([NamedOnnxValue.CreateFromTensor("rows", new DenseTensor<T>(values, [count, rows.Columns]))]);
            labels.AddRange(results.Single(static one => one.Name == "label").AsTensor<long>());
            responsibilities.AddRange(results.Single(static one => one.Name == "responsibilities").AsTensor<T>().Select(widen));
            logDensity.AddRange(results.Single(static one => one.Name == "log_density").AsTensor<T>().Select(widen));
        }

        return new OnnxRun([.. labels], [.. responsibilities], [.. logDensity]);
    }
}
