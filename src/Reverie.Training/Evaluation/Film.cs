using Reverie.Environments.Arrays;
using Reverie.Environments.Vector;
using Reverie.Training.Algorithms;
using Reverie.Training.Data;
using Reverie.Training.Media;

namespace Reverie.Training.Evaluation;

/// <summary>Films episodes: what the environment shows on the left, what the agent makes of it beside it.</summary>
public static class Film
{
    private const int Scale = 4;
    private const double FramesPerSecond = 6;
    private const int FirstFrames = 3, LastFrames = 6;

    /// <summary>Plays and films.</summary>
    /// <param name="path">Where the .mp4 goes.</param>
    /// <param name="player">Who plays.</param>
    /// <param name="environment">One environment; it is reset.</param>
    /// <param name="acting">How actions are chosen.</param>
    /// <param name="episodes">How many, at least one.</param>
    /// <param name="seed">Seeds the environment.</param>
    /// <exception cref="ArgumentOutOfRangeException">No episode is asked for.</exception>
    /// <exception cref="IOException">The video could not be written; ffmpeg is missing, for instance.</exception>
    public static void Shoot(string path, IPlayer player, IVectorEnvironment environment, ActingOptions acting, int episodes, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        environment.Reset(seed);
        var actions = new ActionBatch(environment.Layout.Action, 1);
        VideoWriter? video = null;
        try
        {
            for (int episode = 0; episode < episodes; episode++)
            {
                player.Policy.Begin(1);
                video = Show(FirstFrames);
                do
                {
                    player.Policy.Act(environment.Current, acting, actions);
                    environment.Step(actions);
                    video = Show(environment.Current.HasEnded(0) ? LastFrames : 1);
                }
                while (!environment.Current.HasEnded(0));
            }
            video?.Finish();
        }
        finally
        {
            video?.Dispose();
        }

        VideoWriter Show(int times)
        {
            var sheet = Sheet([Scene(environment), .. player.Explain(environment.Current, 0)]);
            var writer = video ?? new VideoWriter(path, sheet.Width, sheet.Height, FramesPerSecond);
            for (int i = 0; i < times; i++)
                writer.Add(sheet.Pixels);
            return writer;
        }
    }

    /// <summary>The agent's own picture where it has one, else the scene. Symbols are bytes too, but few of them.</summary>
    private static Panel Scene(IVectorEnvironment environment)
    {
        var image = environment.Current.Observations.FirstOrDefault(rows => rows.Spec is { IsImage: true, Shape: [3, ..], High: byte.MaxValue });
        return image is not null
            ? new Panel("environment", image.Spec.Shape[1], image.Spec.Shape[2], image.Row(0).ToArray())
            : Panel.FromScene("environment", environment.Render(0));
    }

    private static FrameSheet Sheet(List<Panel> panels)
    {
        var first = panels[0];
        var sheet = new FrameSheet(panels.Count, 1, first.Height, first.Width, Scale, gap: Scale);
        foreach (var (column, panel) in panels.Index())
            sheet.Place(column, 0, panel.ScaledTo(first.Height, first.Width).Pixels);
        return sheet;
    }
}
