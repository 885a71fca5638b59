namespace Mixtura.IO;

/// <summary>Opens an NPY file and has it validated.</summary>
internal static class NpyIntake
{
    /// <param name="path">What messages call it.</param>
    /// <param name="file">The file, which is closed with the rows.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static RowFile Open(string path, NpyFile file, RowFileOptions options, CancellationToken cancellationToken)
    {
        bool kept = false;
        try
        {
            var roles = new ColumnRoles(path, CsvHeader.Numbers(file.Header.Columns), options);
            var rows = new NpyRows(file, roles.Features, roles.Weights);
            var check = new NpyCheck(path, file, roles, options);
            check.Run(rows, options.Processes, cancellationToken);
            var levels = new FeatureLevels(roles, options);
            var cells = roles.Kept.Length > 0 ? new NpyKept(path, file, roles, options) : null;
            if (check.NeedsCopy)
            {
                return new NpyCopy(path, rows, roles, options).Take(check, levels, cells, cancellationToken);
            }

            cells?.AddAll(cancellationToken);

            var placed = levels.Any ? levels.PlaceNumbers(path, rows, roles, options.UnseenLevels) : rows;
            kept = true;
            return new RowFile(path, placed, roles.FeatureNames, check.Labels) { Kept = cells?.Cells, MissingCells = check.MissingCells, Levels = levels.Names };
        }
        finally
        {
            if (!kept)
            {
                file.Dispose();
            }
        }
    }
}
