namespace Mixtura.Cli.Terminal;

/// <summary>How fast something goes, and how long it still takes at that.</summary>
/// <param name="time">What tells the time.</param>
internal sealed class Pace(TimeProvider time)
{
    // what is shorter needs no telling
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly long start = time.GetTimestamp();

    /// <summary>The time since the beginning.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(start);

    /// <summary>Whether it has taken so long that one wants to know.</summary>
    public bool IsLong => Elapsed >= Patience;

    /// <summary>The time left, such as «, 40 s left»; empty where nobody knows or it has just begun.</summary>
    /// <param name="share">How much is done, from 0 to 1.</param>
    public string Left(double share)
    {
        if (!IsLong || !(share > 0))
        {
            return string.Empty;
        }

        double seconds = Elapsed.TotalSeconds * (1 - share) / share;
        return seconds switch
        {
            < 100 => FormattableString.Invariant($", {Math.Ceiling(seconds)} s left"),
            < 6000 => FormattableString.Invariant($", {Math.Ceiling(seconds / 60)} min left"),
            _ => FormattableString.Invariant($", {Math.Ceiling(seconds / 3600)} h left"),
        };
    }
}
