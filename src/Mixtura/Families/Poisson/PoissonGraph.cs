using Mixtura.Numerics;
using Mixtura.Onnx;

namespace Mixtura.Families.Poisson;

/// <summary>log fₖ of counts as ONNX operators: Σⱼ xⱼ log λₖⱼ − λₖⱼ − ln xⱼ! where rates are small, by deviances where one is large, as in <see cref="CountBlock"/>.</summary>
/// <param name="model">The parameters.</param>
/// <param name="graph">Receives the operators.</param>
internal sealed class PoissonGraph(PoissonParameters model, OnnxGraph graph)
{
    // what is computed for a row at a time
    private const int NumbersARow = 128;

    // single precision keeps the digits of deviances for smaller counts only
    private const double LargeFloatRate = 4;

    // from here on Stirling's series is exact, as in LogFactorial
    private const int Series = 16;

    private const double Near = 0.1;

    /// <summary>N×K numbers.</summary>
    public OnnxValue AddLogDensity(OnnxValue rows)
    {
        int[] large = [.. Enumerable.Range(0, model.Features).Where(IsLarge)];
        int[] small = [.. Enumerable.Range(0, model.Features).Except(large)];
        var sum = large.Length == 0 ? AddSmall(Of(rows, small), small)
            : small.Length == 0 ? AddLarge(Of(rows, large), large)
            : graph.Apply("Add", AddSmall(Of(rows, small), small), AddLarge(Of(rows, large), large));
        return graph.Apply("Where", AddFaults(rows), graph.Constant(double.NegativeInfinity), sum);
    }

    private bool IsLarge(int feature) => model.IsLarge[feature] || (graph.IsFloat && Enumerable.Range(0, model.Components).Any(k => model.RatesOf(k)[feature] >= LargeFloatRate));

    private OnnxValue Of(OnnxValue rows, int[] features) => features.Length == model.Features ? rows : graph.Gather(rows, graph.List(features), 1);

    // whether a row has a value that is no count, N×1
    private OnnxValue AddFaults(OnnxValue rows)
    {
        var isNone = graph.Apply("Or", graph.Apply("Less", rows, graph.Constant(0)), graph.Apply("Greater", rows, graph.Apply("Floor", rows)));
        isNone = graph.Apply("Or", isNone, graph.Apply("IsInf", rows));
        var one = graph.Constant(1);
        return graph.Apply("Greater", graph.Reduce("ReduceMax", graph.Apply("Where", isNone, one, graph.Constant(0)), 1, keepsAxis: true), graph.Constant(0.5));
    }

    private OnnxValue AddSmall(OnnxValue counts, int[] features)
    {
        int k = model.Components;
        var logs = new double[features.Length * k];
        var none = new double[features.Length * k];
        var offsets = new double[k];
        for (int i = 0; i < logs.Length; i++)
        {
            double rate = model.RatesOf(i % k)[features[i / k]];
            logs[i] = rate > 0 ? Math.Log(rate) : 0;
            none[i] = rate > 0 ? 0 : 1;
            offsets[i % k] -= rate;
        }

        var joint = graph.Apply("Add", graph.Apply("MatMul", counts, graph.Constant(logs, features.Length, k)), graph.Constant(offsets, 1, k));
        joint = graph.Apply("Sub", joint, graph.Reduce("ReduceSum", AddLogFactorial(counts, aboveStirling: false), 1, keepsAxis: true));
        return Array.Exists(none, static one => one > 0) ? AddImpossible(joint, counts, graph.Constant(none, features.Length, k)) : joint;
    }

    // a count where the rate is 0
    private OnnxValue AddImpossible(OnnxValue joint, OnnxValue counts, OnnxValue none) => graph.Apply(
        "Where", graph.Apply("Greater", graph.Apply("MatMul", counts, none), graph.Constant(0)), graph.Constant(double.NegativeInfinity), joint);

    private OnnxValue AddLarge(OnnxValue counts, int[] features)
    {
        int d = features.Length;
        int step = Math.Max(1, NumbersARow / d);
        var page = graph.Apply("Unsqueeze", counts, graph.List(0));
        var parts = new List<OnnxValue>();
        for (int first = 0; first < model.Components; first += step)
        {
            int count = Math.Min(step, model.Components - first);
            double[] rates = [.. Enumerable.Range(first, count).SelectMany(k => features.Select(j => model.RatesOf(k)[j]))];
            parts.Add(graph.Reduce("ReduceSum", AddHalfDeviance(page, rates, [count, 1, d]), 2));
        }

        var deviances = graph.Transpose(graph.Concat(parts, 0));
        var common = graph.Reduce("ReduceSum", AddLogFactorial(counts, aboveStirling: true), 1, keepsAxis: true);
        return graph.Apply("Neg", graph.Apply("Add", deviances, common));
    }

    // x ln(x/λ) + λ − x, by the series where both are near each other; λ for x = 0: see PoissonDensity
    private OnnxValue AddHalfDeviance(OnnxValue counts, double[] rates, int[] shape)
    {
        var rate = graph.Constant(rates, shape);
        var excess = graph.Less(counts, rates, shape);
        var ratio = graph.Apply("Div", excess, graph.Apply("Add", counts, rate));
        var square = graph.Apply("Mul", ratio, ratio);
        var series = graph.Constant(1.0 / 17);
        for (int n = 15; n >= 3; n -= 2)
        {
            series = graph.Apply("Add", graph.Apply("Mul", series, square), graph.Constant(1.0 / n));
        }

        var power = graph.Apply("Mul", graph.Apply("Mul", graph.Apply("Mul", counts, graph.Constant(2)), ratio), square);
        var near = graph.Apply("Add", graph.Apply("Mul", excess, ratio), graph.Apply("Mul", power, series));
        var far = graph.Apply("Sub", graph.Apply("Mul", counts, graph.Apply("Log", graph.Apply("Div", counts, rate))), excess);
        var isNear = graph.Apply("Less", square, graph.Constant(Near * Near));
        return graph.Apply("Where", graph.Apply("Equal", counts, graph.Constant(0)), rate, graph.Apply("Where", isNear, near, far));
    }

    // ln x!, or how far it lies above x ln x − x: a table of the first, then Stirling's series
    private OnnxValue AddLogFactorial(OnnxValue counts, bool aboveStirling)
    {
        var table = graph.Constant([.. Enumerable.Range(0, Series).Select(x => aboveStirling ? LogFactorial.AboveStirling(x) : LogFactorial.Of(x))], Series);
        var isFew = graph.Apply("And", graph.Apply("Less", counts, graph.Constant(Series)), graph.Apply("GreaterOrEqual", counts, graph.Constant(0)));
        var few = graph.Gather(table, graph.ToWhole(graph.Apply("Where", isFew, counts, graph.Constant(0))), 0);
        var logarithm = graph.Apply("Log", graph.Apply("Abs", counts));
        var many = AddRemainder(counts, logarithm);
        many = aboveStirling ? many : graph.Apply("Add", graph.Apply("Sub", graph.Apply("Mul", counts, logarithm), counts), many);
        return graph.Apply("Where", isFew, few, many);
    }

    private OnnxValue AddRemainder(OnnxValue counts, OnnxValue logarithm)
    {
        var inverse = graph.Apply("Div", graph.Constant(1), counts);
        var square = graph.Apply("Mul", inverse, inverse);
        var series = graph.Constant(1.0 / 1188);
        foreach (double coefficient in (double[])[1.0 / 1680, 1.0 / 1260, 1.0 / 360, 1.0 / 12])
        {
            series = graph.Apply("Sub", graph.Constant(coefficient), graph.Apply("Mul", square, series));
        }

        var half = graph.Apply("Add", graph.Apply("Mul", logarithm, graph.Constant(0.5)), graph.Constant(0.5 * Math.Log(2 * Math.PI)));
        return graph.Apply("Add", half, graph.Apply("Mul", inverse, series));
    }
}
