namespace Reverie.Environments;

/// <summary>An environment with several things to achieve in an episode, such as Crafter's 22: evaluations report how often each is.</summary>
public interface IHasAchievements
{
    /// <summary>What there is to achieve, 64 things at most, by names such as <c>collect_coal</c>.</summary>
    IReadOnlyList<string> AchievementNames { get; }

    /// <summary>What has been achieved in the episode as far as it has got: bit i stands for name i.</summary>
    ulong Achieved { get; }
}
