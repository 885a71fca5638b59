using System.Text;
using Microsoft.Playwright;

namespace Mixtura.Cli.Tests.Reports;

/// <summary>What a reader does with a report: zoom, choose, save, play, all of it by the keyboard too.</summary>
[Collection(BrowserSession.Beside)]
public sealed class HandlingTests(BrowserSession browser, ReportSamples reports)
{
    private const string AxisLabels = "[...document.querySelectorAll('#scatter .role-axis-label text')].map(one => one.textContent).sort().join(' ')";

    [BrowserFact]
    public async Task Scatter_ZoomsAndMoves()
    {
        await using var report = await browser.OpenAsync(reports["article"]);
        string whole = await report.Page.EvaluateAsync<string>(AxisLabels);
        var picture = report.Page.Locator("#scatter .chart");
        async Task Changes(Func<Task> action)
        {
            string before = await report.Page.EvaluateAsync<string>(AxisLabels);
            await action();
            await report.Page.WaitForFunctionAsync($"before => {AxisLabels} !== before", before);
        }

        async Task GoesBack(Func<Task> action)
        {
            await action();
            await report.Page.WaitForFunctionAsync($"whole => {AxisLabels} === whole", whole);
        }

        await Changes(() => report.Page.Locator("#scatter [data-zoom='0.8']").ClickAsync());
        await Changes(() => picture.PressAsync("ArrowRight"));
        await Changes(() => picture.PressAsync("ArrowUp"));
        await Changes(() => picture.PressAsync("-"));
        await GoesBack(() => picture.PressAsync("0"));
        await Changes(() => picture.PressAsync("+"));
        await GoesBack(() => report.Page.Locator("#scatter [data-zoom='0']").ClickAsync());

        var box = (await report.Page.Locator("#scatter svg.marks").BoundingBoxAsync())!;
        await report.Page.Mouse.MoveAsync(box.X + 400, box.Y + 200);
        await Changes(async () =>
        {
            await report.Page.Keyboard.DownAsync("Control");
            await report.Page.Mouse.WheelAsync(0, -400);
            await report.Page.Keyboard.UpAsync("Control");
        });
        await Changes(async () =>
        {
            await report.Page.Mouse.DownAsync();
            await report.Page.Mouse.MoveAsync(box.X + 550, box.Y + 300, new() { Steps = 5 });
            await report.Page.Mouse.UpAsync();
        });
        await GoesBack(() => report.Page.Mouse.DblClickAsync(box.X + 400, box.Y + 200));
        report.AssertQuiet();
    }

    [BrowserFact]
    public async Task WheelWithoutCtrl_ScrollsThePage()
    {
        await using var report = await browser.OpenAsync(reports["article"]);
        string whole = await report.Page.EvaluateAsync<string>(AxisLabels);
        await report.Page.Locator("#scatter svg.marks").HoverAsync();
        double before = await report.Page.EvaluateAsync<double>("scrollY");
        await report.Page.Mouse.WheelAsync(0, 300);
        await report.Page.WaitForFunctionAsync("before => scrollY > before", before);
        Assert.Equal(whole, await report.Page.EvaluateAsync<string>(AxisLabels));
    }

    [BrowserFact]
    public async Task Finger_ScrollsThePage()
    {
        await using var report = await browser.OpenAsync(reports["article"], width: 400);
        string whole = await report.Page.EvaluateAsync<string>(AxisLabels);
        Assert.Equal("pan-x pan-y", await report.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('#scatter svg.marks')).touchAction"));
        await report.Page.EvaluateAsync(
            """
            () => {
              const target = document.querySelector('#scatter svg.marks');
              const at = (type, x, y) => target.dispatchEvent(new PointerEvent(type, { pointerType: 'touch', bubbles: true, clientX: x, clientY: y }));
              at('pointerdown', 200, 200); at('pointermove', 150, 120); at('pointermove', 100, 60); at('pointerup', 100, 60);
            }
            """);
        Assert.Equal(whole, await report.Page.EvaluateAsync<string>(AxisLabels));
    }

    [BrowserFact]
    public async Task Features_CanBeChosen()
    {
        await using var report = await browser.OpenAsync(reports["iris"]);
        async Task<string[]> Titles() => await report.TextsAsync("#scatter .role-axis-title text");
        Assert.Equal(["Petal_Length", "Petal_Width"], (await Titles()).Order(StringComparer.Ordinal));
        Assert.Equal(6, await report.CountAsync("#planes-scatter option"));
        await report.Page.Locator("#planes-scatter").SelectOptionAsync(new SelectOptionValue { Label = "Sepal_Length × Sepal_Width" });
        await report.Page.WaitForFunctionAsync("[...document.querySelectorAll('#scatter .role-axis-title text')].some(title => title.textContent === 'Sepal_Width')");
        Assert.Equal(150, await report.CountAsync("#scatter .mark-symbol[class*=layer_0] > path"));

        // the new picture has its own menu and obeys the same buttons
        string before = await report.Page.EvaluateAsync<string>(AxisLabels);
        await report.Page.Locator("#scatter [data-zoom='0.8']").ClickAsync();
        await report.Page.WaitForFunctionAsync($"before => {AxisLabels} !== before", before);
        report.AssertQuiet();
    }

    [BrowserFact]
    public async Task Colours_CanBeChosen()
    {
        const string Fills = "[...document.querySelectorAll('#scatter .mark-symbol[class*=layer_0] > path')].map(one => one.getAttribute('fill'))";
        await using var report = await browser.OpenAsync(reports["iris"]);
        string[] mixed = await report.Page.EvaluateAsync<string[]>(Fills);
        async Task<string[]> Shown(string value)
        {
            string before = string.Join(' ', await report.Page.EvaluateAsync<string[]>(Fills));
            await report.Page.Locator("#shown-scatter").SelectOptionAsync(value);
            await report.Page.WaitForFunctionAsync($"before => {Fills}.join(' ') !== before", before);
            return await report.Page.EvaluateAsync<string[]>(Fills);
        }

        // fifty flowers of each species, in their order
        string[] classes = await Shown("classes");
        Assert.All(Enumerable.Range(0, 3), species => Assert.Single(classes.Skip(50 * species).Take(50).Distinct()));
        Assert.Equal(3, classes.Distinct().Count());

        // the doubtful row is the largest and the least grey, also on another plane
        string[] doubt = await Shown("uncertainty");
        await report.Page.Locator("#planes-scatter").SelectOptionAsync(new SelectOptionValue { Label = "Sepal_Length × Sepal_Width" });
        await report.Page.WaitForFunctionAsync("[...document.querySelectorAll('#scatter .role-axis-title text')].some(title => title.textContent === 'Sepal_Width')");
        Assert.Equal(doubt, await report.Page.EvaluateAsync<string[]>(Fills));
        var run = Workspace.Run("predict", ReportSamples.ModelOf("iris"), Workspace.Sample("iris.csv"), "--label", "label");
        double[] sure = [.. run.Lines.Skip(1).Select(static line => double.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture))];
        double[] sizes = await report.Page.EvaluateAsync<double[]>("[...document.querySelectorAll('#scatter .mark-symbol[class*=layer_0] > path')].map(one => one.getBBox().width)");
        int doubtful = Array.IndexOf(sure, sure.Min());
        Assert.Equal(sizes.Max(), sizes[doubtful]);
        int[] blue = [.. doubt.Select(static fill => int.Parse(fill.Split('(', ',', ')')[3], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(blue.Min(), blue[doubtful]);
        Assert.Equal(mixed, await Shown("responsibilities"));
        report.AssertQuiet();
    }

    [BrowserFact]
    public async Task Projections_AndLinesOverAllFeatures_AreDrawn()
    {
        await using var report = await browser.OpenAsync(reports["iris"]);
        Assert.Equal(150, await report.CountAsync("#projection .mark-symbol[class*=layer_0] > path"));
        Assert.Contains(await report.TextsAsync("#projection .role-axis-title text"), static title => title.StartsWith("direction 1 (", StringComparison.Ordinal));
        await report.Page.Locator("#planes-projection").SelectOptionAsync(new SelectOptionValue { Label = "principal components" });
        await report.Page.WaitForFunctionAsync("[...document.querySelectorAll('#projection .role-axis-title text')].some(title => title.textContent.startsWith('principal component 1'))");
        Assert.Equal(150, await report.CountAsync("#projection .mark-symbol[class*=layer_0] > path"));
        Assert.Equal(150 + 3, await report.CountAsync("#parallel .mark-line.role-mark > path"));
        Assert.Equal(["Sepal_Length", "Sepal_Width", "Petal_Length", "Petal_Width"], await report.TextsAsync("#parallel .role-axis-label text"));
        report.AssertQuiet();
    }

    [BrowserFact]
    public async Task Point_TellsItsRow()
    {
        await using var report = await browser.OpenAsync(reports["iris"]);
        await report.Page.Locator("#scatter .mark-symbol[class*=layer_0] > path").Nth(118).HoverAsync(new() { Force = true });
        var tip = report.Page.Locator("#vg-tooltip-element.visible");
        await tip.WaitForAsync();
        string text = await tip.InnerTextAsync();
        foreach (string part in new[] { "row, from 1", "119", "Petal_Length", "6.9", "component", "log density", "-7.038", "virginica" })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }

    [BrowserFact]
    public async Task Menu_SavesThePicture()
    {
        await using var report = await browser.OpenAsync(reports["iris"]);
        foreach (var (chart, entry, byKeyboard) in ((string, int, bool)[])[("scatter", 0, false), ("scatter", 1, false), ("pairs", 0, false), ("confusion", 1, true), ("path", 0, true)])
        {
            byte[] saved = await report.SaveAsync(chart, entry, byKeyboard);
            Assert.True(saved.Length > 5000);
            Assert.StartsWith(entry == 0 ? "<svg" : "\u0089PNG", Encoding.Latin1.GetString(saved), StringComparison.Ordinal);
        }

        report.AssertQuiet();
    }

    [BrowserFact]
    public async Task Play_GoesThroughTheIterations()
    {
        await using var report = await browser.OpenAsync(reports["faithful"]);
        var slider = report.Page.Locator("#step");
        string end = await slider.InputValueAsync();

        // looked at by the page itself: on a busy machine a look from here may come after the end
        string[] seen = await report.Page.EvaluateAsync<string[]>(
            """
            () => new Promise(done => {
              const step = document.getElementById('step'), play = document.getElementById('play'), seen = [];
              play.click();
              const timer = setInterval(() => {
                seen.push(`${play.textContent} ${step.value}`);
                if (play.textContent === 'Play') { clearInterval(timer); done(seen); }
              }, 20);
            })
            """);
        Assert.StartsWith("Pause ", seen[0], StringComparison.Ordinal);
        Assert.Equal($"Play {end}", seen[^1]);
        int[] steps = [.. seen.Select(static one => int.Parse(one.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(steps.Order(), steps);
        Assert.True(steps[0] < steps[^1]);
        report.AssertQuiet();
    }

    [BrowserFact]
    public async Task Tab_ReachesEverythingThatCanBeUsed()
    {
        await using var report = await browser.OpenAsync(reports["iris"]);
        int usable = await report.CountAsync("main :is(a[href], button, select, input, summary, [tabindex='0']):not(details:not([open]) > :not(summary) *)");
        var reached = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < usable; i++)
        {
            await report.Page.Keyboard.PressAsync("Tab");
            reached.Add(await report.Page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.className || document.activeElement.ariaLabel || document.activeElement.textContent"));
        }

        foreach (string id in new[] { "theme", "planes-scatter", "shown-scatter", "planes-projection", "play", "step", "chart vega-embed has-actions fit-x", "scroll", "Save the picture: scatter" })
        {
            Assert.Contains(id, reached);
        }

        Assert.Equal("rgb(0, 99, 160)", await report.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineColor"));
    }

    [BrowserFact]
    public async Task Pictures_FollowTheWidthOfThePage()
    {
        await using var report = await browser.OpenAsync(reports["iris"]);
        await report.Page.SetViewportSizeAsync(600, 900);
        await report.Page.WaitForFunctionAsync("[...document.querySelectorAll('svg.marks')].every(picture => picture.getBoundingClientRect().width <= 600)");
        report.AssertQuiet();
    }
}
