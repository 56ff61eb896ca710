namespace Reverie.Environments.MiniGrid.WaveFunctionCollapse;

/// <summary>What a family of levels is made of: patterns, and whether the map joins at its edges.</summary>
/// <remarks>
/// The original cuts its patterns out of sample images, of which it uses four of the eight turned and mirrored forms. Here they are listed, as
/// they were worked out from recorded levels; the weight of a pattern is the number of those forms in which it occurs, or in proportion to it.
/// </remarks>
internal sealed class WfcPreset
{
    private static readonly WfcPreset[] Presets =
    [
        new("MazeSimple", isPeriodic: false, ["#./..", "##/..", "##/#."]),
        new("DungeonMazeScaled", isPeriodic: true, ["##/##", "../..", "#./..", "##/..", "##/#."]),
        new("ObstaclesBlackdots", isPeriodic: false, ["../..", "#./.."]),
        Angular(),
        Hogs3(),
        Fabric(),
    ];

    private WfcPreset(string name, bool isPeriodic, string[] patterns)
        : this(name, isPeriodic, Forms(weight: 1, patterns))
    {
    }

    private WfcPreset(string name, bool isPeriodic, IEnumerable<WfcPattern> patterns)
    {
        (Name, IsPeriodic) = (name, isPeriodic);
        Patterns = [.. patterns.OrderBy(pattern => pattern.Hash())];
    }

    public string Name { get; }

    /// <summary>Whether the map joins at its edges.</summary>
    public bool IsPeriodic { get; }

    /// <summary>At most 64, in the original's order.</summary>
    public IReadOnlyList<WfcPattern> Patterns { get; }

    /// <exception cref="ArgumentException">There is no such preset; the message lists them.</exception>
    public static WfcPreset Find(string name) => Array.Find(Presets, preset => string.Equals(preset.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException(
            $"There is no wfc_config '{name}': choose one of {string.Join(", ", Presets.Select(preset => preset.Name))}.", nameof(name));

    /// <summary>Corners that point into a wall occur in one of the four forms of the sample only, all other patterns in each.</summary>
    private static WfcPreset Angular() => new("ObstaclesAngular", isPeriodic: true,
    [
        .. Forms(4, ".../.../...", "#../.../...", "##./.../...", "###/.../...", "##./##./...", "###/###/...", "###/###/###"),
        .. Forms(1, "###/#../#..", "###/###/#..", "###/###/##."),
    ]);

    /// <summary>Walls are woven: where two cross, one goes through, and the other leaves a gap on either side, in a shade of its own.</summary>
    private static WfcPreset Fabric() => new("RoomsFabric", isPeriodic: false,
    [
        .. Forms(2, ".../.../..."),
        .. Forms(1,
            ".../.../###", ".../.../##+", ".../###/...", ".../##+/...", "..#/..#/#+#", "..#/#+#/..#", "..+/###/..+", ".#./+#+/.#."),
    ]);

    /// <summary>The sample is used in four of its eight forms only, so that turned patterns are not equally likely and some do not occur.</summary>
    private static WfcPreset Hogs3()
    {
        (double Weight, string[] Patterns)[] forms =
        [
            (4,
            [
                "###/.#./...", "##./#../..#", "##./#../...", "#../##./#..", "#../..#/.##", "#../.../..#", "#../.../...",
                ".##/..#/#..", ".##/..#/...", ".#./###/.#.", ".#./.../...", "..#/#../##.", "..#/.##/..#", "..#/.../#..",
                "..#/.../...", ".../#../##.", ".../#../...", ".../.#./###", ".../..#/.##", ".../..#/...", ".../.../#..",
                ".../.../.#.", ".../.../..#", ".../.../...",
            ]),
            (3,
            [
                "#../..#/...", "#../.../.#.", ".#./.../#..", ".../..#/#..",
            ]),
            (2,
            [
                "#../.../#..", ".#./.../.#.", ".#./.../..#", "..#/#../..#", "..#/#../...", "..#/.../.#.", ".../#.#/...",
                ".../#../..#",
            ]),
            (1,
            [
                "#.#/.../.#.", "#.#/.../...", ".#./.../#.#", ".../.../#.#",
            ]),
        ];
        return new("ObstaclesHogs3", isPeriodic: true, forms.SelectMany(group => group.Patterns.Select(text => WfcPattern.Parse(text, group.Weight))));
    }

    /// <summary>The patterns in all their turned and mirrored forms, equally likely.</summary>
    private static IEnumerable<WfcPattern> Forms(double weight, params string[] patterns) =>
        patterns.SelectMany(text => WfcPattern.Parse(text, weight).AllForms());
}
