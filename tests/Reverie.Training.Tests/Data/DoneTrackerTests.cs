using Reverie.Training.Data;

namespace Reverie.Training.Tests.Data;

public sealed class DoneTrackerTests
{
    [Fact]
    public void Update_RecordedSteps_CountsAsRecorded()
    {
        var tracker = new DoneTracker(3);
        foreach (var item in new GoldenEpisodes().Json.GetProperty("done_tracker").EnumerateArray())
        {
            tracker.Update([.. item.GetProperty("done").EnumerateArray().Select(done => done.GetInt32() == 1)]);

            Assert.Equal(item.GetProperty("tracker").EnumerateArray().Select(state => state.GetByte()), tracker.State.ToArray());
            Assert.Equal(item.GetProperty("num_envs_done").GetInt32(), tracker.DoneCount);
            Assert.Equal(item.GetProperty("steps_counted").GetInt32(), tracker.StepsCounted);
        }
        Assert.True(tracker.AllDone);
        tracker.Reset();
        Assert.Equal(0, tracker.DoneCount);
    }
}
