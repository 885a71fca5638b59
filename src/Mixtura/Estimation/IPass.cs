namespace Mixtura.Estimation;

/// <summary>Where a sweep over the data happens: on the threads of this process, and by the same seam on many processes or over a part of the rows.</summary>
internal interface IPass<TModel, TStatistics> : IDisposable
    where TModel : class
    where TStatistics : class, IStatistics<TStatistics>
{
    /// <summary>The statistics of all rows under the model of the last pass.</summary>
    TStatistics Statistics { get; }

    /// <summary>Σᵢ wᵢ, summed in the first pass.</summary>
    double TotalWeight { get; }

    /// <summary>The number of passes done.</summary>
    int Count { get; }

    /// <summary>The E-step over all rows (eqs. 6, 14); the bound is the sum over the rows of eq. 9, which eqs. 11 and 19 equal when q is the posterior.</summary>
    /// <returns>False if it was cancelled; the statistics are then void.</returns>
    /// <exception cref="Data.InputException">The rows end before as many came as were promised.</exception>
    bool TryExpect(TModel current, CancellationToken cancellationToken, out double bound);
}
