using Reverie.Environments.Imaging;
using Reverie.Environments.Registration;

namespace Reverie.Environments.Wrappers;

/// <summary>The wrappers that fit environments of many kinds, by name; what they do is as in Gymnasium and SheepRL.</summary>
internal static class CommonWrappers
{
    public static void Register(WrapperRegistry wrappers)
    {
        wrappers.Register("time_limit", typeof(TimeLimit<,>));
        wrappers.Register("pixels", typeof(PixelWrapper<>));
        wrappers.Register("rendered_pixels", typeof(RenderedPixels<,>));
        wrappers.Register("gray_scale", typeof(GrayScale<>));
        wrappers.Register("resize", typeof(Resize<>));
        wrappers.Register("frame_stack", typeof(FrameStack<,>));
        wrappers.Register("action_repeat", typeof(RepeatAction<,>));
        wrappers.Register("rescale_action", typeof(RescaleAction<,>));
        wrappers.Register("discrete_actions", typeof(DiscreteActions<,>));
        wrappers.Register("clip_action", typeof(ClipAction<,>));
        wrappers.Register("clip_reward", typeof(ClipReward<,>));
        wrappers.Register("tanh_reward", typeof(TanhReward<,>));
        wrappers.Register("actions_as_observation", typeof(ActionsAsObservation<,>));
        wrappers.Register("reward_as_observation", typeof(RewardAsObservation<,>));
    }
}
