using Mixtura.Estimation;

namespace Mixtura.Mixtures.Search;

/// <summary>Split-and-merge moves until several in a row have failed: out of local optima without starting over. A move that fails leaves no trace.</summary>
internal sealed class MovePhase<TModel, TStatistics>(
    EmRunner<TModel, TStatistics> runner, SearchSpace<TModel, TStatistics> space, IMixtureFamily<TModel, TStatistics> family, int threads)
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    // starts were seen to need at most 1.3; where the gains of an unbounded likelihood do not end, the moves do
    private const int MovesPerComponent = 20;

    private const double Tolerance = 3e-4;
    private const int FirstIterations = 8;
    private const int MoreIterations = 40;

    // so far below the old bound a move still gets more iterations
    private const double Promising = 3e-3;

    private const int MostTried = 4;
    private const int FailuresOfASearch = 4;

    private readonly MoveFinder<TModel, TStatistics> finder = new(space, family, threads);

    /// <summary>After so many moves in a row that failed there are no more.</summary>
    public int MostFailures { get; init; } = FailuresOfASearch;

    /// <summary>What a move must gain per row, in nats: more than rounding and unfinished convergence could.</summary>
    public double LeastGain { get; init; } = 2e-5;

    /// <summary>The most moves that are accepted for mixtures of so many components, in all phases of a start together.</summary>
    public static int MostMoves(int components) => MovesPerComponent * components;

    /// <summary>Improves a candidate.</summary>
    /// <returns>Whether a move was accepted.</returns>
    public bool Improve(Candidate<TModel> candidate, int phase)
    {
        var random = space.Start.Random(MoveStream(candidate.Restart, phase));
        var tabu = new HashSet<MoveKey>();
        bool improved = false;
        int failures = 0;
        while (failures < MostFailures && candidate.Moves < MostMoves(space.Start.Components) && candidate.StopReason != StopReason.Cancelled)
        {
            var moves = finder.Find(candidate.Model, tabu, random).Take(MostTried).ToList();
            if (moves.Count == 0)
            {
                break;
            }

            if (TryAny(candidate, moves, tabu, ref failures))
            {
                improved = true;
                failures = 0;
                tabu.Clear();
            }
        }

        return improved;
    }

    // streams of their own, far from those of the starts
    private static ulong MoveStream(int restart, int phase) => (1UL << 40) + ((ulong)restart * 4) + (ulong)phase;

    private bool TryAny(Candidate<TModel> candidate, List<Move<TModel>> moves, HashSet<MoveKey> tabu, ref int failures)
    {
        foreach (var move in moves)
        {
            if (Try(candidate, move))
            {
                return true;
            }

            tabu.Add(move.Key);
            failures++;
            if (failures >= MostFailures || candidate.StopReason == StopReason.Cancelled)
            {
                break;
            }
        }

        return false;
    }

    private bool Try(Candidate<TModel> candidate, Move<TModel> move)
    {
        double before = candidate.LowerBound;
        var result = runner.Run(candidate, space.Apply(candidate.Model, move), Tolerance, FirstIterations);
        double gain = Gain(result, before);
        if (gain > -Promising && gain <= LeastGain && result.StopReason == StopReason.IterationLimit)
        {
            result = runner.Run(candidate, result.Model, 0.1 * Tolerance, MoreIterations);
            gain = Gain(result, before);
        }

        if (result.StopReason == StopReason.Cancelled)
        {
            candidate.Cancel();
            return false;
        }

        if (gain > LeastGain)
        {
            candidate.Accept(result);
            candidate.Moves++;
            return true;
        }

        return false;
    }

    // per row; a degenerate result gains nothing
    private double Gain(EmResult<TModel> result, double before) =>
        result.Degeneracy is null ? (result.LowerBound - before) / space.TotalWeight : double.NegativeInfinity;
}
