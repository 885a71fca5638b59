namespace Mixtura.Estimation;

/// <summary>Proposes leaps beyond EM's step. Whoever asks checks them, and tells what became of each.</summary>
internal interface IAcceleration<TModel, TStatistics>
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>Whether a leap ends with a step of EM, and how far the bound may lie below before that step, total, in nats; 0 for neither.</summary>
    double AllowedFall { get; }

    /// <summary>A model to try instead of EM's next, or null where EM's is to be taken.</summary>
    /// <param name="current">The model.</param>
    /// <param name="statistics">Its statistics.</param>
    /// <param name="next">EM's next model, if it is needed.</param>
    TModel? Propose(TModel current, TStatistics statistics, Func<TModel> next);

    /// <summary>The proposal was taken.</summary>
    void Accept();

    /// <summary>The proposal was not taken: it lowered the bound or led to a degenerate model.</summary>
    void Refuse();

    /// <summary>EM's step is taken.</summary>
    void TakeStep(TModel from, TModel to);

    /// <summary>The gain that is still to come, total, in nats: +∞ where the bounds must tell, <see cref="double.MaxValue"/> where nothing can.</summary>
    double GainToCome(Ascent last);

    /// <summary>Whether EM's own step would gain nothing, asked where the last iteration gained nothing and a leap has been asked for.</summary>
    bool IsAtRest(Ascent last);
}
