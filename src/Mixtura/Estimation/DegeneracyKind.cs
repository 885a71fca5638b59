namespace Mixtura.Estimation;

/// <summary>The ways in which a model can be degenerate.</summary>
public enum DegeneracyKind
{
    /// <summary>A component holds no row at all.</summary>
    Empty,

    /// <summary>A component holds fewer rows' worth of responsibility than its parameters need.</summary>
    TooFewRows,

    /// <summary>A component has shrunk onto a point, a line or a plane: the likelihood has run away.</summary>
    Collapsed,

    /// <summary>A component is much narrower than the rounding of the data leaves any: it has shrunk onto equal values.</summary>
    CollapsedOntoTies,

    /// <summary>A covariance is not positive definite in double precision.</summary>
    Singular,

    /// <summary>The lower bound is not a finite number.</summary>
    NoFiniteBound,

    /// <summary>What the model's own <see cref="Degeneracy.Remark"/> says.</summary>
    Other,
}
