using Reverie.Environments.Arrays;
using Reverie.Environments.ControlSuite.Drawing;
using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Imaging;
using Reverie.Environments.Vector;

namespace Reverie.Environments.Tests.ControlSuite;

/// <summary>Pictures, drawn without a screen.</summary>
[Collection("alone")]
public sealed class SuitePicturesTests
{
    [Theory]
    [InlineData("acrobot_swingup")]
    [InlineData("ball_in_cup_catch")]
    [InlineData("cartpole_swingup")]
    [InlineData("cheetah_run")]
    [InlineData("hopper_hop")]
    [InlineData("pendulum_swingup")]
    [InlineData("point_mass_easy")]
    [InlineData("walker_walk")]
    public void Picture_OfRecordedStates_LooksAsTheOriginal(string name)
    {
        if (!Suite.IsThere() || !Suite.CanDraw())
            return;
        byte[] expected = PngPixels.Decode(
            File.ReadAllBytes(Repository.Golden($"control/render_{name[..name.LastIndexOf('_')]}.png")), width: 64, height: 64);
        var state = Suite.Records(name).First(record => record["kind"]!.GetValue<string>() == "seeded")["start"]!;
        foreach (string quality in (string[])["full", "fast"])
        {
            using var environment = Suite.Make(name, ("quality", quality));
            environment.ResetAt(state["qpos"]!.Numbers(), state["qvel"]!.Numbers());
            byte[] actual = new byte[expected.Length];
            ((IHasPixels)environment).DrawPicture(PixelView.World, actual);
            Assert.InRange(expected.Zip(actual).Average(pair => Math.Abs(pair.First - pair.Second)), 0, 3);
        }
    }

    [Theory]
    [InlineData("reacher_hard")]
    [InlineData("finger_turn_easy")]
    [InlineData("cartpole_three_poles")]
    public void Render_OfAnyTask_IsAPictureForPeople(string name)
    {
        if (!Suite.IsThere() || !Suite.CanDraw())
            return;
        using var environment = Suite.Make(name);
        environment.Reset(0);
        var image = environment.Render();
        Assert.Equal([240, 320, 3], image.Shape.ToArray());
        Assert.True(image.Data.Distinct().Count() > 50, "the picture is empty");
    }

    [Fact]
    public void Step_WithPictures_AllocatesNothing()
    {
        if (!Suite.IsThere() || !Suite.CanDraw())
            return;
        using var arrays = Pictures.Planes(Pictures.Of(Suite.Make("pendulum_swingup", ("quality", "plain"))), 64, 64).AsArrays();
        var (seen, action) = (arrays.Row(), new ActionBatch(arrays.Layout.Action, 1));
        arrays.Reset(0, seen.Row(0));
        Play();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Play();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Play()
        {
            for (int step = 0; step < 50; step++)
                arrays.Step(action[0], seen.Row(0));
            arrays.Reset(null, seen.Row(0));
        }
    }

    [Fact]
    public void Pictures_OfThreads_AreThoseOfOne()
    {
        if (!Suite.IsThere() || !Suite.CanDraw())
            return;
        Assert.Equal(Play(threads: 1), Play(threads: 3));

        static string[] Play(int threads)
        {
            using var vector = new VectorEnvironment(
                _ => Pictures.Of(Suite.Make("reacher_easy", ("picture_size", 32), ("quality", "plain"))).AsArrays(), 3, AutoReset.SameStep, threads);
            var actions = new ActionBatch(vector.Layout.Action, 3);
            vector.Reset(4);
            var seen = new List<string>();
            for (int step = 0; step < 20; step++)
            {
                Array.Fill(actions.Numbers, step % 3 - 1);
                vector.Step(actions);
                seen.AddRange(Enumerable.Range(0, 3).Select(row => vector.Current.Seen(row)));
            }
            return [.. seen];
        }
    }

    [Theory]
    [InlineData("picture_size", 7, "A picture has 8 to 1024 pixels on a side: picture_size cannot be 7.")]
    [InlineData("camera_id", 2, "There is no camera 2: use 0 to 1.")]
    [InlineData("quality", "lovely", "The argument quality must be one of fast, plain, full, not 'lovely'.")]
    public void Draw_WrongArgument_SaysSo(string name, object value, string sentence)
    {
        if (!Suite.IsThere())
            return;
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(Draw).Message);

        void Draw()
        {
            using var environment = Suite.Make("walker_walk", (name, value));
            environment.Reset(0);
            environment.Render();
        }
    }

    [Fact]
    public void OpenGL_OfAnUnknownKind_NamesTheKnown() => Assert.Equal(
        "MUJOCO_GL=vulkan names no way to draw without a screen: use egl or osmesa.",
        Assert.Throws<MuJoCoMissingException>(() => OpenGL.Create("vulkan", 64)).Message);
}
