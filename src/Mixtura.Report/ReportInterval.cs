namespace Mixtura.Report;

/// <summary>A parameter with its standard error and an interval, for a table of the page.</summary>
/// <param name="Parameter">What it is, such as «mean».</param>
/// <param name="Component">Of which component, counted from 0.</param>
/// <param name="Of">Of which feature, or pair of features; null for one of the component itself.</param>
/// <param name="Estimate">Its value in the model.</param>
/// <param name="StandardError">Its standard error; NaN where it is not known.</param>
/// <param name="Low">The lower end of a 95 % interval.</param>
/// <param name="High">The upper end.</param>
public sealed record ReportInterval(string Parameter, int Component, string? Of, double Estimate, double StandardError, double Low, double High);
