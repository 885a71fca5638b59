namespace Mixtura.Estimation;

/// <summary>How on-line EM goes through a stream of rows.</summary>
public sealed record OnlineOptions
{
    /// <summary>The rows that are learnt at a time, with one M-step after them.</summary>
    /// <value>1024 by default; at least 1.</value>
    public int BatchRows
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A batch has at least 1 row.");
    } = 1024;

    /// <summary>α: batch t counts (t + 2)^−α beside all before it. 1 weighs all rows the same, whatever the model was when they came; smaller numbers leave behind sooner what early, poorer models
    /// made of their rows, and averaging makes up for the noise.</summary>
    /// <value>0.6 by default; above 0.5, at most 1 (Cappé and Moulines 2009).</value>
    public double StepExponent
    {
        get;
        init => field = value is > 0.5 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The exponent of the steps is above 0.5 and at most 1.");
    } = 0.6;

    /// <summary>Whether the model is that of the sums' average over the stream's later part (Polyak and Ruppert), which is as good as that of all its rows however long the steps; without, it is that of the
    /// latest sums. The part begins at a doubling of the weight seen: it is the last half at least, three quarters at most. With <see cref="HalfLife"/> there is no averaging.</summary>
    /// <value>true by default.</value>
    public bool Averaging { get; init; } = true;

    /// <summary>For streams that drift: the weight of rows (their number, where each weighs 1) after which what came before counts half. The steps never become shorter than that.</summary>
    /// <value>null by default: nothing is forgotten on purpose; above 0.</value>
    public double? HalfLife
    {
        get;
        init => field = value is null || (value > 0 && double.IsFinite(value.Value)) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A half-life is finite and above 0.");
    }

    /// <summary>The rows that a start is looked for among, where one begins with no model.</summary>
    /// <value>null by default: 20 for each parameter, at least 10,000, at most what 64 MiB hold; at least 1.</value>
    public int? StartRows
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A start needs at least 1 row.");
    }

    /// <summary>The number of threads; the result has the same bits for any number.</summary>
    /// <value>All processors by default.</value>
    public int Threads
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of threads is at least 1.");
    } = Environment.ProcessorCount;
}
