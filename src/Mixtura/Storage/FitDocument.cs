namespace Mixtura.Storage;

/// <summary>The field <c>fit</c> of a model file as it stands on disk, where anything can be missing; <see cref="FitRecord"/> is what is made of it.</summary>
internal sealed record FitDocument
{
    public string? Method { get; init; }

    public long? Rows { get; init; }

    public double? TotalWeight { get; init; }

    public bool? Weighted { get; init; }

    public long? MissingCells { get; init; }

    public int? FixedParameters { get; init; }

    public double? LogLikelihood { get; init; }

    public double? LowerBound { get; init; }

    public double? EntropyR2 { get; init; }

    public double? BadRows { get; init; }

    public string?[]? Reading { get; init; }

    public TableDocument? Table { get; init; }

    public ClassificationDocument? Classification { get; init; }

    public ClassModelDocument?[]? ClassModels { get; init; }

    public OnlineDocument? Online { get; init; }

    public MergingDocument? Merging { get; init; }

    public BoundDocument? BoundTerms { get; init; }

    public int? Iterations { get; init; }

    public string? StopReason { get; init; }

    public double[]? Trace { get; init; }

    public int? Parameters { get; init; }

    public double? Aic { get; init; }

    public double? Bic { get; init; }

    public double? Icl { get; init; }

    public string? Init { get; init; }

    public string? Prior { get; init; }

    public int? Restarts { get; init; }

    public ulong? Seed { get; init; }

    public double? DataPasses { get; init; }

    public string?[]? Warnings { get; init; }

    public string? Version { get; init; }

    public StartDocument?[]? Starts { get; init; }

    public StepDocument?[]? Path { get; init; }
}

/// <summary>How a table of counts is described, as it stands on disk.</summary>
internal sealed record TableDocument
{
    public long? Cells { get; init; }

    public double? TotalWeight { get; init; }

    public double? LikelihoodRatio { get; init; }

    public double? ChiSquared { get; init; }

    public long? DegreesOfFreedom { get; init; }
}

/// <summary>The parts of a variational bound as they stand on disk.</summary>
internal sealed record BoundDocument
{
    public double? LogData { get; init; }

    public double? LogAssignments { get; init; }

    public double? LogWeights { get; init; }

    public double? LogParameters { get; init; }

    public double? LogAssignmentPosterior { get; init; }

    public double? LogWeightPosterior { get; init; }

    public double? LogParameterPosterior { get; init; }
}

/// <summary>How a stream was learnt, as it stands on disk.</summary>
internal sealed record OnlineDocument
{
    public long? Batches { get; init; }

    public int? BatchRows { get; init; }

    public int? BatchesPerEntry { get; init; }

    public double? MeanLogDensity { get; init; }

    public double? HalfLife { get; init; }
}

/// <summary>One start as it stands on disk.</summary>
internal sealed record StartDocument
{
    public double? LowerBound { get; init; }

    public int? Iterations { get; init; }

    public string? StopReason { get; init; }

    public string? Degeneracy { get; init; }
}

/// <summary>The parameters of one iteration as they stand on disk.</summary>
internal sealed record StepDocument
{
    public double[]? Weights { get; init; }

    public double[][]? Means { get; init; }

    public double[][][]? Covariances { get; init; }

    public double[][]? Variances { get; init; }
}

/// <summary>The field <c>merging</c>.</summary>
internal sealed record MergingDocument
{
    public int? SuggestedClusters { get; init; }

    public double[]? Entropies { get; init; }

    public int[][]? Merged { get; init; }
}
