using Mixtura.Estimation;

namespace Mixtura.Gaussian;

/// <summary>One start and how far it has come.</summary>
internal sealed class Candidate(int restart, GaussianParameters start)
{
    private readonly List<double> trace = [];

    public int Restart => restart;

    public GaussianParameters Model { get; private set; } = start;

    public StopReason StopReason { get; private set; }

    public string? Degeneracy { get; set; }

    public bool IsSound => Degeneracy is null;

    public IReadOnlyList<double> Trace => trace;

    public double LowerBound => trace.Count > 0 ? trace[^1] : double.NegativeInfinity;

    public int Iterations => Math.Max(0, trace.Count - 1);

    public RestartOutcome Outcome => new(Restart, LowerBound, Iterations, StopReason, Degeneracy);

    /// <summary>Takes over where another run of EM has led to; its trace begins with the bound where this one ended.</summary>
    public void Continue(EmResult<GaussianParameters> result)
    {
        Model = result.Model;
        StopReason = result.StopReason;
        Degeneracy = result.Degeneracy;
        trace.AddRange(trace.Count == 0 ? result.Trace : result.Trace.Skip(1));
    }
}
